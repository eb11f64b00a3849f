import type { HeldLease, Lease } from '../partitions/ports.ts';

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
  /** Position to read from. */
  next: number;
  /** Batches that wait to be given. */
  ready = 0;
  /** Batches given and not stored. */
  given = 0;
  /** Batches that the bus has behind the last one that was read. */
  ahead = 0;
  /** Until when the lease lasts for sure, milliseconds of this process's steady clock. */
  validUntilMs: number;

  constructor({ partition, epoch }: Lease, floor: number, lastBefore: number, validUntilMs: number) {
    this.partition = partition;
    this.epoch = epoch;
    this.floor = floor;
    this.next = floor + 1;
    this.lastBefore = lastBefore;
    this.validUntilMs = validUntilMs;
  }

  /** @param nowMs of the steady clock, with the margin that a write needs */
  isSafe(nowMs: number): boolean {
    return this.state !== 'lost' && nowMs < this.validUntilMs;
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
