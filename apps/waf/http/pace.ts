import { WAF_LIMITS } from '../limits.ts';
import { ReadFault } from './socket-reader.ts';

/** Tells a sender that drips its body from one that is merely slow; by the clock that nobody sets. */
export class Pace {
  readonly #startedMs = performance.now();
  #bytes = 0;

  /** @throws ReadFault `timeout` when the body comes too slowly */
  count(bytes: number): void {
    this.#bytes += bytes;
    const seconds = (performance.now() - this.#startedMs - WAF_LIMITS.bodyIdleMs) / 1_000;
    if (seconds > 0 && this.#bytes < seconds * WAF_LIMITS.bodyBytesPerSecond) throw new ReadFault('timeout');
  }
}
