import type { HeldLease, Lease } from '../partitions/ports.ts';

/**
 * Both clocks, milliseconds: the steady one stands still while a machine is suspended, the wall clock may be set back. A
 * lease lasts while both say so.
 */
export interface Clocks {
  readonly steadyMs: number;
  readonly wallMs: number;
}

/** The clocks now. */
export function clocks(): Clocks {
  return { steadyMs: performance.now(), wallMs: Date.now() };
}

/**
 * A part of the bus while this process works on it. `held`: its batches are given; `leaving`: what was given is stored,
 * then it is given back; `lost`: nothing of it may be stored here.
 */
export class Tenancy implements HeldLease {
  readonly partition: number;
  readonly epoch: number;
  /** Last position of the stream when it was taken: up to it, another owner may have stored some. */
  readonly lastBefore: number;
  /** Ends reading. */
  readonly reading = new AbortController();
  state: 'held' | 'leaving' | 'lost' = 'held';
  /** Everything up to here is stored. */
  floor: number;
  /** The windows of its tenants are saved up to here. */
  windows: number;
  /** Position to read from. */
  next: number;
  /** Batches that wait to be given. */
  ready = 0;
  /** Batches given and not stored. */
  given = 0;
  /** Batches given since it was taken. */
  work = 0;
  /** Batches that the bus has behind the last one that was read. */
  ahead = 0;
  /** Until when the lease lasts for sure. */
  #until: Clocks = { steadyMs: 0, wallMs: 0 };

  constructor({ partition, epoch, windows }: Lease, floor: number, lastBefore: number) {
    this.partition = partition;
    this.epoch = epoch;
    this.floor = floor;
    this.windows = windows;
    this.next = floor + 1;
    this.lastBefore = lastBefore;
  }

  /** The lease lasts so long from an instant at which it had not been asked for yet. */
  lasts({ steadyMs, wallMs }: Clocks, leaseMs: number): void {
    this.#until = { steadyMs: steadyMs + leaseMs, wallMs: wallMs + leaseMs };
  }

  /** @param marginMs how long before the end a write may begin at the latest */
  isSafe({ steadyMs, wallMs }: Clocks, marginMs: number): boolean {
    const { steadyMs: steadyEnd, wallMs: wallEnd } = this.#until;
    return this.state !== 'lost' && steadyMs + marginMs < steadyEnd && wallMs + marginMs < wallEnd;
  }

  /** Batches that are known of and not stored. */
  get waiting(): number {
    return this.ahead + this.ready + this.given;
  }

  /** Reads no more. What waits to be given is left to the next owner. */
  end(state: 'leaving' | 'lost'): void {
    if (this.state === 'lost') return;
    this.state = state;
    this.reading.abort();
  }
}
