import type { Picked } from './picked.ts';
import { type Sending, sendFile, type Target } from './sendFile.ts';

/** A file on its way from this browser. */
export interface Outgoing {
  readonly key: number;
  readonly name: string;
  readonly bytes: number;
  readonly sentBytes: number;
  readonly state: 'queued' | 'sending' | 'waiting' | 'failed';
  readonly error?: unknown;
}

/** What is on its way, and what of the same lot has arrived already. */
export interface Lot {
  readonly files: readonly Outgoing[];
  readonly arrivedFiles: number;
  readonly arrivedBytes: number;
}

/** Files sent at once: one is written to the server's disk while another is on the line. */
const SENDERS = 2;
const EMPTY: Lot = { files: [], arrivedFiles: 0, arrivedBytes: 0 };

interface Job {
  readonly picked: Picked;
  readonly target: Target;
  abort: AbortController;
}

/** Sends files one after the other, whatever page of the console is shown. */
export class Outbox {
  readonly #send: typeof sendFile;
  readonly #jobs = new Map<number, Job>();
  readonly #listeners = new Set<() => void>();
  readonly #arrivals = new Set<() => void>();
  #lot = EMPTY;
  #nextKey = 1;

  constructor(send: typeof sendFile = sendFile) {
    this.#send = send;
  }

  readonly get = (): Lot => this.#lot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Calls when a file has arrived. */
  readonly onArrival = (listener: () => void): (() => void) => {
    this.#arrivals.add(listener);
    return () => void this.#arrivals.delete(listener);
  };

  add(files: readonly Picked[], target: Target): void {
    const added = files.map((picked): Outgoing => {
      const key = this.#nextKey++;
      this.#jobs.set(key, { picked, target, abort: new AbortController() });
      return { key, name: picked.name, bytes: picked.file.size, sentBytes: 0, state: 'queued' };
    });
    this.#set({ ...this.#lot, files: [...this.#lot.files, ...added] });
    this.#next();
  }

  /** Tries a file again that the server refused. */
  retry(key: number): void {
    const job = this.#jobs.get(key);
    if (job === undefined) return;
    job.abort = new AbortController();
    this.#change(key, { state: 'queued', error: undefined });
    this.#next();
  }

  /** Sends it no further; what the server has of it is removed there after some days, or found again. */
  drop(key: number): void {
    this.#jobs.get(key)?.abort.abort();
    this.#leave(key);
    this.#next();
  }

  #next(): void {
    let free = SENDERS - this.#lot.files.filter(({ state }) => state === 'sending' || state === 'waiting').length;
    for (const { key, state } of this.#lot.files) {
      if (free === 0) break;
      if (state !== 'queued') continue;
      free--;
      void this.#run(key);
    }
  }

  async #run(key: number): Promise<void> {
    const job = this.#jobs.get(key);
    if (job === undefined) return;
    this.#change(key, { state: 'sending' });
    const sending: Sending = {
      sent: (sentBytes) => this.#change(key, { sentBytes }),
      waiting: (isWaiting) => this.#change(key, { state: isWaiting ? 'waiting' : 'sending' }),
    };
    try {
      await this.#send(job.picked, job.target, sending, job.abort.signal);
      const { arrivedFiles, arrivedBytes } = this.#lot;
      const bytes = job.picked.file.size;
      this.#leave(key, { arrivedFiles: arrivedFiles + 1, arrivedBytes: arrivedBytes + bytes });
      for (const listener of this.#arrivals) listener();
    } catch (error) {
      if (!job.abort.signal.aborted) this.#change(key, { state: 'failed', error });
    }
    this.#next();
  }

  #leave(key: number, arrived: Partial<Lot> = {}): void {
    this.#jobs.delete(key);
    const files = this.#lot.files.filter((file) => file.key !== key);
    this.#set(files.length === 0 ? EMPTY : { ...this.#lot, ...arrived, files });
  }

  #change(key: number, change: Partial<Outgoing>): void {
    const files = this.#lot.files.map((file) => (file.key === key ? { ...file, ...change } : file));
    this.#set({ ...this.#lot, files });
  }

  #set(lot: Lot): void {
    this.#lot = lot;
    for (const listener of this.#listeners) listener();
  }
}

export const outbox = new Outbox();

// Who closes the page by mistake is asked first.
if (typeof window !== 'undefined')
  window.addEventListener('beforeunload', (event) => {
    if (outbox.get().files.some(({ state }) => state !== 'failed')) event.preventDefault();
  });
