import { HaechiError } from '@haechi/event';
import { type Excess, Meter } from './meter.ts';

/** What a tenant and the tenants below it may send together; `null` is no bound. */
export interface Allowance {
  /** Path of the tenant. */
  readonly path: string;
  /** On average; ten seconds' worth may come at once. */
  readonly eventsPerSecond: number | null;
  /** Bytes of records in a day of UTC. */
  readonly bytesPerDay: number | null;
}

/** Why work that can wait has to, and for how many milliseconds at the least. */
export interface Wait {
  readonly bound: 'rate' | 'volume';
  readonly ms: number;
}

/** Seconds after which a sender should come back: the rate recovers soon, the volume at midnight. */
const RETRY_SECONDS: Readonly<Record<string, number>> = { intake_rate_exceeded: 5, intake_volume_exceeded: 300 };

/** Paths whose ancestors are remembered. */
const REMEMBERED_PATHS = 10_000;

/**
 * Whether tenants are within what they may send. A process counts for itself; the volume of the day is the larger of its
 * own count and of what all processes have written down.
 */
export class Allowances {
  readonly #now: () => number;
  #meters = new Map<string, Meter>();
  /** The meters of a tenant and of those above it. */
  #chains = new Map<string, readonly Meter[]>();

  /** @param now milliseconds since the epoch */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Replaces the bounds; meters that stay keep their state.
   *
   * @param usedToday bytes that came in since midnight UTC, by tenant, without those below it
   */
  set(allowances: readonly Allowance[], usedToday: ReadonlyMap<string, number>): void {
    const meters = new Map<string, Meter>();
    for (const allowance of allowances) {
      if (allowance.eventsPerSecond === null && allowance.bytesPerDay === null) continue;
      const meter = this.#meters.get(allowance.path) ?? new Meter(this.#now());
      let used = 0;
      for (const [tenant, bytes] of usedToday) if (tenant.startsWith(allowance.path)) used += bytes;
      meter.bound(allowance, used, this.#now());
      meters.set(allowance.path, meter);
    }
    this.#meters = meters;
    this.#chains = new Map();
  }

  /**
   * Takes records from what a tenant may send, and from what each tenant above it may; all or nothing. A batch that
   * begins within the bound is taken whole and its excess waited for afterwards, so that large ones are not starved.
   *
   * @throws HaechiError `intake_rate_exceeded`, `intake_volume_exceeded`
   */
  take(tenant: string, records: number, bytes: number): void {
    if (this.#meters.size === 0) return;
    const now = this.#now();
    const chain = this.#chainOf(tenant);
    for (const meter of chain) {
      const excess = meter.excess(now);
      if (excess !== undefined) throw refusal(excess, meter.path);
    }
    for (const meter of chain) meter.take(records, bytes);
  }

  /**
   * Takes records of work that can wait, as `take` does, but leaves half of what may come at once to live senders: they
   * are never refused for it. Answers why it must wait; nothing is taken then.
   *
   * @param records at most what `portion` says
   */
  takeSpare(tenant: string, records: number, bytes: number): Wait | undefined {
    if (this.#meters.size === 0) return undefined;
    const now = this.#now();
    const chain = this.#chainOf(tenant);
    let longest: Wait | undefined;
    for (const meter of chain) {
      const wait = meter.spareIn(now);
      if (wait !== undefined && wait.ms > (longest?.ms ?? 0)) longest = wait;
    }
    if (longest === undefined) for (const meter of chain) meter.take(records, bytes);
    return longest;
  }

  /** Records that work that can wait takes at once at the most. */
  portion(tenant: string): number {
    let portion = Number.POSITIVE_INFINITY;
    if (this.#meters.size > 0) for (const meter of this.#chainOf(tenant)) portion = Math.min(portion, meter.portion());
    return portion;
  }

  /** Gives back what was taken for records that could not be stored: they are sent again, and taken then. */
  giveBack(tenant: string, records: number, bytes: number): void {
    if (this.#meters.size === 0) return;
    for (const meter of this.#chainOf(tenant)) meter.giveBack(records, bytes);
  }

  #chainOf(tenant: string): readonly Meter[] {
    const known = this.#chains.get(tenant);
    if (known !== undefined) return known;
    const chain: Meter[] = [];
    for (let end = tenant.indexOf('/', 1); end > 0; end = tenant.indexOf('/', end + 1)) {
      const meter = this.#meters.get(tenant.slice(0, end + 1));
      if (meter !== undefined) chain.push(meter);
    }
    if (this.#chains.size >= REMEMBERED_PATHS) this.#chains.clear();
    this.#chains.set(tenant, chain);
    return chain;
  }
}

/** True for a refusal because a tenant sent more than it may. */
export function isOverAllowance(error: unknown): boolean {
  return error instanceof HaechiError && Object.hasOwn(RETRY_SECONDS, error.code);
}

/** Seconds to tell a refused sender; `otherwise` where the fault is another. */
export function retrySeconds(error: unknown, otherwise: number): number {
  return (error instanceof HaechiError ? RETRY_SECONDS[error.code] : undefined) ?? otherwise;
}

function refusal(code: Excess, path: string): HaechiError {
  return code === 'intake_rate_exceeded'
    ? new HaechiError(code, {
        what: 'the tenant sends more events per second than it may',
        where: path,
        remedy: 'send more slowly, or ask the administrator above for a higher rate',
      })
    : new HaechiError(code, {
        what: 'the tenant has sent all that it may in a day',
        where: path,
        remedy: 'send again after midnight UTC, or ask the administrator above for a larger volume',
      });
}
