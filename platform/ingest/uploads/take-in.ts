import { createReadStream } from 'node:fs';
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import { HaechiError } from '@haechi/event';
import type { Bus, IntakeBatch } from '../../store/ports.ts';
import type { Upload, UploadProblem } from '../../store/state/uploads.ts';
import type { IntakeCounters } from '../counters.ts';
import { countExpanded, createBudget } from '../files/budget.ts';
import type { InputFile } from '../files/input.ts';
import type { FileLimits } from '../files/limits.ts';
import { unpack } from '../files/unpack.ts';
import { bytesOf, isBusy } from '../intake.ts';
import type { IngestLimits } from '../limits.ts';
import { Batches } from './batches.ts';
import type { UploadLimits } from './limits.ts';
import { recordsOf } from './records.ts';

export interface TakeInDeps {
  readonly bus: Pick<Bus, 'publish' | 'depth'>;
  readonly counters: IntakeCounters;
  readonly limits: UploadLimits;
  readonly ingestLimits: IngestLimits;
  readonly fileLimits: FileLimits;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** How far a file is read, and what came of it. */
export interface Taken {
  /** Bytes of the file as it was given. */
  readBytes: number;
  /** Files in it: itself, or what its archive holds. */
  inputs: number;
  /** Records on stable storage. */
  accepted: number;
  /** Records that are kept as dead letters. */
  rejected: number;
  readonly problems: UploadProblem[];
  problemCount: number;
  /** Position of the last batch in the bus. */
  position: number | null;
}

/**
 * Reads a file to its end: archive → files → records → batches, each on stable storage before the next. The ids of
 * records come from the file's content, so that it may be read again, or given again, and is stored once. Waits where
 * storage is full.
 *
 * @param taken is kept up to date meanwhile
 * @param onProgress told now and then; ends the reading by an error
 */
export async function takeIn(
  upload: Upload & { readonly sha256: string },
  path: string,
  deps: TakeInDeps,
  taken: Taken,
  onProgress: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const read = (bytes: number): void => {
    taken.readBytes = Math.min(upload.bytes, taken.readBytes + bytes);
  };
  const bytes = counted(createReadStream(path, { highWaterMark: 256 * 1024, signal }), read);
  // Each archive has its own budget; this one is for all of them, nested in one another.
  const budget = createBudget(upload.name, deps.fileLimits);
  budget.compressed(upload.bytes);
  for await (const input of unpack({ source: upload.name, bytes, path, depth: 0, read }, deps.fileLimits)) {
    signal.throwIfAborted();
    if (input.kind === 'file') {
      const within = { ...input, bytes: countExpanded(input.bytes, budget) };
      await takeFile(within, upload, deps, taken, onProgress, signal);
    } else note(taken, deps.limits, { source: input.source, reason: input.reason, detail: input.detail });
    await onProgress();
  }
  taken.readBytes = upload.bytes;
}

async function takeFile(
  input: InputFile,
  upload: Upload & { readonly sha256: string },
  deps: TakeInDeps,
  taken: Taken,
  onProgress: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  taken.inputs++;
  const batches = new Batches(upload, input.source, deps.ingestLimits);
  const send = async (): Promise<void> => {
    const batch = batches.take(new Date(deps.now()).toISOString());
    if (batch !== undefined) await publish(batch, deps, taken, signal);
  };
  const records = recordsOf(input);
  for (;;) {
    // What cannot be read is the file's fault, what cannot be stored is ours.
    const next = await records.next().catch((error: unknown) => {
      signal.throwIfAborted();
      note(taken, deps.limits, problemOf(input.source, error));
      return { done: true, value: undefined } as const;
    });
    if (next.done === true) break;
    for (const record of next.value) {
      if (batches.isFullFor(record)) await send();
      batches.add(record);
    }
    await onProgress();
    // Live senders are answered by this thread, too.
    await breathe();
  }
  await send();
}

/** Makes a batch durable; waits while live senders need the room. */
async function publish(
  batch: Omit<IntakeBatch, 'position'>,
  { bus, counters, limits }: TakeInDeps,
  taken: Taken,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    while (bus.depth() > limits.batchesAhead) await sleep(limits.pollMs, undefined, { signal });
    try {
      taken.position = await bus.publish(batch);
      break;
    } catch (error) {
      if (!isBusy(error)) throw error;
      await sleep(limits.pollMs, undefined, { signal });
    }
  }
  const rejected = (batch.meta ?? []).filter((said) => said?.rejected !== undefined).length;
  const accepted = batch.records.length - rejected;
  taken.accepted += accepted;
  taken.rejected += rejected;
  // A person chose to give the file: it counts as volume, but is not refused for the tenant's rate.
  counters.add(batch.tenant, batch.source, { accepted, rejected, bytes: bytesOf(batch.records) });
}

function note(taken: Taken, limits: UploadLimits, { source, reason, detail }: UploadProblem): void {
  taken.problemCount++;
  if (taken.problems.length >= limits.problems) return;
  taken.problems.push({ source: shown(source), reason, detail: shown(detail) });
}

/** A text from outside as PostgreSQL and a page can take it. */
function shown(text: string): string {
  return text.replaceAll('\0', '\u2400').toWellFormed().slice(0, 1024);
}

function problemOf(source: string, error: unknown): UploadProblem {
  const reason = error instanceof HaechiError ? error.code : 'archive_damaged';
  return { source, reason, detail: error instanceof Error ? error.message : String(error) };
}

async function* counted(source: AsyncIterable<Uint8Array>, read: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    read(piece.length);
    yield piece;
  }
}
