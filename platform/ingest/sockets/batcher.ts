import { setTimeout as sleep } from 'node:timers/promises';
import { accept, isBusy } from '../intake.ts';
import { type Item, recordOf, weightOf } from '../item.ts';
import type { SocketLimits } from '../limits.ts';
import type { IngestDeps } from '../ports.ts';

/** Whose records a batcher gathers. */
export interface BatchOrigin {
  readonly tenant: string;
  readonly source: string;
  readonly timeZone: string;
}

/** Bytes that several batchers hold together. */
export interface Held {
  bytes: number;
}

/**
 * Gathers the records of one sender until there are enough or the first has waited long enough, then makes them durable.
 * While storage is full it tries again (`hold`, for senders that can be made to wait) or drops and counts (`drop`).
 */
export class Batcher {
  readonly #deps: IngestDeps;
  readonly #limits: SocketLimits;
  readonly #origin: BatchOrigin;
  readonly #onBusy: 'hold' | 'drop';
  readonly #stop: AbortSignal;
  readonly #held: Held;
  #items: Item[] = [];
  #chars = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    deps: IngestDeps,
    limits: SocketLimits,
    origin: BatchOrigin,
    onBusy: 'hold' | 'drop',
    stop: AbortSignal,
    held: Held,
  ) {
    this.#deps = deps;
    this.#limits = limits;
    this.#origin = origin;
    this.#onBusy = onBusy;
    this.#stop = stop;
    this.#held = held;
  }

  /** Takes a record. Answers a promise to wait for when the batch is full and a sender can be made to wait. */
  add(item: Item): Promise<void> | undefined {
    this.#items.push(item);
    const weight = weightOf(item);
    this.#chars += weight;
    this.#held.bytes += weight;
    if (this.#items.length >= this.#limits.batchRecords || this.#chars >= this.#deps.limits.batchChars)
      return this.flush();
    this.#timer ??= setTimeout(() => void this.flush(), this.#limits.batchMs);
    return undefined;
  }

  /** Makes durable what was gathered; never rejects. One write at a time keeps a sender's records in order. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const items = this.#items;
    if (items.length === 0) return this.#writing;
    const chars = this.#chars;
    this.#items = [];
    this.#chars = 0;
    this.#writing = this.#writing.then(async () => {
      await this.#write(items);
      this.#held.bytes -= chars;
    });
    return this.#writing;
  }

  async #write(items: readonly Item[]): Promise<void> {
    const records = items.map((item) => recordOf(item, this.#deps.limits));
    const meta = items.map((item) => item.meta);
    for (;;) {
      try {
        await accept(this.#deps, [{ ...this.#origin, format: '', records, meta }]);
        return;
      } catch (error) {
        if (this.#onBusy === 'drop' || !isBusy(error) || this.#stop.aborted) return;
        await sleep(this.#limits.retryMs, undefined, { signal: this.#stop }).catch(() => undefined);
      }
    }
  }
}
