import { setTimeout as sleep } from 'node:timers/promises';

/** Does some work again and again, one time after the other, until stopped. */
export class Turns {
  readonly #stop = new AbortController();
  #pause = new AbortController();
  readonly #running: Promise<void>;

  /** @param pauseMs milliseconds between two turns @param onFault told of a turn that failed; the next one comes all the same */
  constructor(work: () => Promise<void>, pauseMs: () => number, onFault: (error: unknown) => void) {
    this.#running = this.#run(work, pauseMs, onFault);
  }

  /** Has the next turn come now. */
  wake(): void {
    this.#pause.abort();
  }

  /** Resolves when the last turn is over. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#pause.abort();
    await this.#running;
  }

  async #run(work: () => Promise<void>, pauseMs: () => number, onFault: (error: unknown) => void): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await sleep(pauseMs(), undefined, { signal: this.#pause.signal }).catch(() => undefined);
      if (this.#stop.signal.aborted) return;
      this.#pause = new AbortController();
      try {
        await work();
      } catch (error) {
        if (!this.#stop.signal.aborted) onFault(error);
      }
    }
  }
}
