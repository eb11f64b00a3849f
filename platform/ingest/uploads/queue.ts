import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus, EventStore } from '../../store/ports.ts';
import type { Upload, UploadRepository } from '../../store/state/uploads.ts';
import type { Wait } from '../allowance.ts';
import type { UploadBytes } from './bytes.ts';
import { isSettled, outcomeOf } from './outcome.ts';
import { type TakeInDeps, type Taken, takeIn } from './take-in.ts';

/** An upload that is being read. */
interface Reading {
  readonly id: string;
  /** What holds it back now. */
  heldBy: Wait['bound'] | undefined;
  ended: Promise<void>;
}

export interface UploadQueueDeps extends TakeInDeps {
  readonly uploads: UploadRepository;
  readonly bytes: UploadBytes;
  readonly bus: Pick<Bus, 'publish' | 'depth' | 'resumeFrom'>;
  readonly events: Pick<EventStore, 'span' | 'countDeadLetters'>;
  /** Told of faults of the state or the disk; the work is tried again. */
  readonly onFault: (error: unknown) => void;
}

/** Looks at uploads at once that wait; one machine may hold files of which another has the bytes. */
const LOOK = 100;
const SWEEP_MS = 3_600_000;

/**
 * Reads uploads whose bytes are there, one after the other, and notes what became of them. One that is held back because
 * its tenant has sent what it may lets others go on. What a crash interrupted is read again from its start: ids keep it
 * from being stored twice.
 */
export class UploadQueue {
  readonly #deps: UploadQueueDeps;
  readonly #stop = new AbortController();
  #wake = new AbortController();
  #running: Promise<void> | undefined;
  /** By tenant. */
  readonly #reading = new Map<string, Reading>();
  #sweptMs = 0;

  constructor(deps: UploadQueueDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Says that there is something to read. */
  wake(): void {
    this.#wake.abort();
  }

  /** Which bound of its tenant holds the reading of an upload back, if one does. */
  heldBy(id: string): Wait['bound'] | undefined {
    for (const reading of this.#reading.values()) if (reading.id === id) return reading.heldBy;
    return undefined;
  }

  /** Stops where it is; the next start goes on. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#wake.abort();
    await this.#running;
    await Promise.all([...this.#reading.values()].map(({ ended }) => ended));
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      this.#wake = new AbortController();
      let isIdle = true;
      try {
        await this.#sweep();
        isIdle = !(await this.#settle()) && !(await this.#beginNext());
      } catch (error) {
        if (!signal.aborted) this.#deps.onFault(error);
      }
      if (isIdle) await this.#pause();
    }
  }

  /** Until something is to be done; uploads that are being stored are looked at sooner. */
  async #pause(): Promise<void> {
    const either = AbortSignal.any([this.#stop.signal, this.#wake.signal]);
    await sleep(this.#deps.limits.pollMs, undefined, { signal: either }).catch(() => undefined);
  }

  /** Notes what became of uploads that the pipeline is through with; true when there was one. */
  async #settle(): Promise<boolean> {
    const { uploads, bytes, bus, now } = this.#deps;
    let any = false;
    for (const upload of await uploads.inWork(['storing'], LOOK)) {
      if (!isSettled(upload, bus)) continue;
      const outcome = await outcomeOf(upload, this.#deps.events);
      await uploads.change(upload, { ...outcome, status: 'done', ended: new Date(now()).toISOString() });
      await bytes.remove(upload.id);
      any = true;
    }
    return any;
  }

  /** Begins to read the oldest upload that waits here, unless another is being read; true when it did. */
  async #beginNext(): Promise<boolean> {
    const { uploads, bytes, limits } = this.#deps;
    const isBusy = [...this.#reading.values()].some(({ heldBy }) => heldBy === undefined);
    if (isBusy || this.#reading.size >= limits.reading) return false;
    for (const upload of await uploads.inWork(['waiting', 'reading'], LOOK)) {
      if (this.#reading.has(upload.tenant) || !(await bytes.has(upload.id))) continue;
      // Dead letters are counted by source and time: two files of one name must not overlap.
      const storing = await uploads.inWork(['storing'], LOOK);
      if (storing.some(({ tenant, name }) => tenant === upload.tenant && name === upload.name)) continue;
      this.#begin(upload);
      return true;
    }
    return false;
  }

  #begin(upload: Upload): void {
    const reading: Reading = { id: upload.id, heldBy: undefined, ended: Promise.resolve() };
    this.#reading.set(upload.tenant, reading);
    reading.ended = this.#read(upload, reading).then(
      () => {
        this.#reading.delete(upload.tenant);
        this.wake();
      },
      (error: unknown) => {
        this.#reading.delete(upload.tenant);
        // It is begun again at the next look, no sooner: the fault may last.
        if (!this.#stop.signal.aborted) this.#deps.onFault(error);
      },
    );
  }

  async #read(upload: Upload, reading: Reading): Promise<void> {
    const { uploads, bytes, limits, now } = this.#deps;
    const { signal } = this.#stop;
    const taken: Taken = {
      readBytes: 0,
      inputs: 0,
      accepted: 0,
      rejected: 0,
      problems: [],
      problemCount: 0,
      position: null,
    };
    const sha256 = await bytes.digest(upload.id, signal);
    const began = new Date(now()).toISOString();
    if ((await uploads.change(upload, { ...taken, sha256, began, status: 'reading' })) === undefined) return;
    let notedMs = now();
    const onProgress = async (): Promise<void> => {
      if (now() - notedMs < limits.pollMs) return;
      notedMs = now();
      if ((await uploads.change(upload, taken)) === undefined) throw new Removed();
    };
    const onHeld = (bound: Wait['bound'] | undefined): void => {
      // Others may go on meanwhile.
      if (reading.heldBy === undefined && bound !== undefined) this.wake();
      reading.heldBy = bound;
    };
    try {
      await takeIn({ ...upload, sha256 }, bytes.pathOf(upload.id), this.#deps, taken, { onProgress, onHeld }, signal);
      await uploads.change(upload, { ...taken, status: 'storing' });
    } catch (error) {
      if (signal.aborted || error instanceof Removed) return;
      await uploads.change(upload, { ...taken, status: 'failed', ended: new Date(now()).toISOString() });
      await bytes.remove(upload.id);
      throw error;
    }
  }

  /** Removes what nobody goes on with, what was shown for long, and what a crash left behind. */
  async #sweep(): Promise<void> {
    const { uploads, bytes, limits, now } = this.#deps;
    if (now() - this.#sweptMs < SWEEP_MS) return;
    this.#sweptMs = now();
    const before = (ms: number): string => new Date(now() - ms).toISOString();
    const gone = await uploads.removeBefore(before(limits.receivingMs), ['receiving']);
    for (const id of gone) await bytes.remove(id);
    await bytes.removeOlder(now() - 2 * limits.receivingMs);
    await uploads.removeBefore(before(limits.shownMs), ['done', 'failed']);
  }
}

/** The upload was removed while it was read. */
class Removed extends Error {}
