import { createReadStream } from 'node:fs';
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import { HaechiError } from '@haechi/event';
import type { Bus, IntakeBatch } from '../../store/ports.ts';
import type { Upload, UploadProblem } from '../../store/state/uploads.ts';
import type { Allowances, Wait } from '../allowance.ts';
import type { IntakeCounters } from '../counters.ts';
import { countExpanded, createBudget } from '../files/budget.ts';
import type { InputFile } from '../files/input.ts';
import type { FileLimits } from '../files/limits.ts';
import { unpack } from '../files/unpack.ts';
import { bytesOf, isBusy } from '../intake.ts';
import type { IngestLimits } from '../limits.ts';
import { type Published, publishBatch } from '../publish-batch.ts';
import { Batches } from './batches.ts';
import type { UploadLimits } from './limits.ts';
import { recordsOf } from './records.ts';

export interface TakeInDeps {
  readonly bus: Pick<Bus, 'publish' | 'depth'>;
  readonly counters: IntakeCounters;
  readonly allowances: Pick<Allowances, 'takeSpare' | 'portion' | 'giveBack'>;
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

/** Bytes that are read of a file at once, and where its tenant is held to a rate. */
const PIECE = 256 * 1024;
const SLOW_PIECE = 8 * 1024;

/** What the reading of a file tells meanwhile. */
export interface TakeInListener {
  /** Told now and then; ends the reading by an error. */
  onProgress(): Promise<void>;
  /** Told when what the tenant may send holds the reading back, and with `undefined` when it does no more. */
  onHeld(bound: Wait['bound'] | undefined): void;
}

/**
 * Reads a file to its end: archive → files → records → batches, each on stable storage before the next. The ids of
 * records come from the file's content, so that it may be read again, or given again, and is stored once. Waits where
 * storage is full, and where the tenant has sent what it may.
 *
 * @param taken is kept up to date meanwhile
 */
export async function takeIn(
  upload: Upload & { readonly sha256: string },
  path: string,
  deps: TakeInDeps,
  taken: Taken,
  listener: TakeInListener,
  signal: AbortSignal,
): Promise<void> {
  const read = (bytes: number): void => {
    taken.readBytes = Math.min(upload.bytes, taken.readBytes + bytes);
  };
  // What is read slowly is read in small pieces: how far it is would else be told far ahead of what was taken in.
  const highWaterMark = Number.isFinite(deps.allowances.portion(upload.tenant)) ? SLOW_PIECE : PIECE;
  const bytes = counted(createReadStream(path, { highWaterMark, signal }), read);
  // Each archive has its own budget; this one is for all of them, nested in one another.
  const budget = createBudget(upload.name, deps.fileLimits);
  budget.compressed(upload.bytes);
  for await (const input of unpack({ source: upload.name, bytes, path, depth: 0, read }, deps.fileLimits)) {
    signal.throwIfAborted();
    if (input.kind === 'file') {
      const within = { ...input, bytes: countExpanded(input.bytes, budget) };
      await takeFile(within, upload, deps, taken, listener, signal);
    } else note(taken, deps.limits, { source: input.source, reason: input.reason, detail: input.detail });
    await listener.onProgress();
  }
  taken.readBytes = upload.bytes;
}

async function takeFile(
  input: InputFile,
  upload: Upload & { readonly sha256: string },
  deps: TakeInDeps,
  taken: Taken,
  listener: TakeInListener,
  signal: AbortSignal,
): Promise<void> {
  taken.inputs++;
  const batches = new Batches(upload, input.source, deps.ingestLimits);
  // Bounds may change while a file is read for hours.
  const portion = (): number => Math.min(deps.ingestLimits.batchRecords, deps.allowances.portion(upload.tenant));
  batches.maxRecords = portion();
  const send = async (): Promise<void> => {
    const batch = batches.take(new Date(deps.now()).toISOString());
    if (batch !== undefined) await publish(batch, deps, taken, listener, signal);
    batches.maxRecords = portion();
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
    await listener.onProgress();
    // Live senders are answered by this thread, too.
    await breathe();
  }
  await send();
}

/** Makes a batch durable; waits while live senders need the room or the tenant has sent what it may. */
async function publish(
  batch: Omit<IntakeBatch, 'position'>,
  deps: TakeInDeps,
  taken: Taken,
  listener: TakeInListener,
  signal: AbortSignal,
): Promise<void> {
  const { bus, counters, limits, allowances } = deps;
  const bytes = bytesOf(batch.records);
  await whenAllowed(batch, bytes, deps, listener, signal);
  let published: Published;
  try {
    for (;;) {
      while (bus.depth() > limits.batchesAhead) await sleep(limits.pollMs, undefined, { signal });
      try {
        published = await publishBatch(bus, batch);
        break;
      } catch (error) {
        if (!isBusy(error)) throw error;
        await sleep(limits.pollMs, undefined, { signal });
      }
    }
  } catch (error) {
    allowances.giveBack(batch.tenant, batch.records.length, bytes);
    throw error;
  }
  taken.position = published.position;
  const rejected = (batch.meta ?? []).filter((said) => said?.rejected !== undefined).length + published.cut;
  const accepted = batch.records.length - rejected;
  taken.accepted += accepted;
  taken.rejected += rejected;
  counters.add(batch.tenant, batch.source, { accepted, rejected, bytes });
}

/** Takes a batch from what the tenant may send. Live senders are refused past it; a file that is there can wait. */
async function whenAllowed(
  { tenant, records }: Omit<IntakeBatch, 'position'>,
  bytes: number,
  { allowances, limits }: TakeInDeps,
  listener: TakeInListener,
  signal: AbortSignal,
): Promise<void> {
  let isHeld = false;
  for (;;) {
    const wait = allowances.takeSpare(tenant, records.length, bytes);
    if (wait === undefined) break;
    isHeld = true;
    listener.onHeld(wait.bound);
    await sleep(Math.min(wait.ms, limits.heldMs), undefined, { signal });
    await listener.onProgress();
  }
  // Told when a batch went without waiting: between two that have to wait it would flicker.
  if (!isHeld) listener.onHeld(undefined);
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
