import type { Transaction } from '@haechi/seclang';

/** How a request was ended by the rules, a body limit, or a fault of the engine on a WAF that fails closed. */
export type Stop = NonNullable<Transaction['interruption']>;

/** What to do when the engine itself faults. */
export interface FaultPolicy {
  /** The request goes on uninspected; otherwise it is answered with 503. */
  readonly failOpen: boolean;
  readonly onFault: (error: unknown) => void;
}

const ENGINE_FAULT: Stop = { action: 'deny', status: 503, ruleId: 0 };

/** A transaction whose faults are contained, and the time that it took. */
export class Inspection {
  readonly transaction: Transaction;
  readonly #policy: FaultPolicy;
  #faulted = false;
  #ms = 0;

  constructor(transaction: Transaction, policy: FaultPolicy) {
    this.transaction = transaction;
    this.#policy = policy;
  }

  /** Milliseconds of processor time that the rules took so far. */
  get ms(): number {
    return this.#ms;
  }

  /** Whether the engine still looks at this request. */
  get active(): boolean {
    return !this.#faulted;
  }

  /** Runs phases; answers how they ended the request, if they did. */
  run(phases: (transaction: Transaction) => void): Stop | undefined {
    if (this.#faulted) return undefined;
    const started = performance.now();
    try {
      phases(this.transaction);
      return this.transaction.interruption;
    } catch (error) {
      this.#faulted = true;
      this.#policy.onFault(error);
      return this.#policy.failOpen ? undefined : ENGINE_FAULT;
    } finally {
      this.#ms += performance.now() - started;
    }
  }
}
