import { HaechiError } from '@haechi/event';
import { deliver, type HecTarget } from '@haechi/hec';
import { pause } from '../sending/pause.ts';
import { senderReport } from '../sending/sender-report.ts';
import { type Bucket, listingInvalid, listPage, openObject } from './bucket.ts';
import type { Checkpoint, ObjectEntry } from './checkpoint.ts';
import { PULL_LIMITS } from './limits.ts';
import { NoText, textOf } from './object-text.ts';
import type { ListedObject } from './read-xml.ts';
import { type PullRequest, requestsOf } from './requests.ts';

/** What is to be read and where it goes. */
export interface PullOptions {
  readonly store: Bucket;
  readonly bucket: string;
  /** Where the store is, for the ids of records: the same in every run. */
  readonly origin: string;
  readonly target: HecTarget;
  readonly checkpoint: Checkpoint;
  readonly sourcetype?: string;
  /** Milliseconds between two looks; without it one look is all. */
  readonly followMs?: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Told of what happens on the way. */
export interface PullReport {
  /** Objects of one page of the listing that are to be read. */
  readonly listed: (objects: number) => void;
  readonly sent: (request: PullRequest) => void;
  readonly done: () => void;
  /** An object that was listed and is not there any more. */
  readonly gone: (source: string) => void;
  /** An object that is read again later, or given up. */
  readonly problem: (source: string, reason: string, isGivenUp: boolean) => void;
  readonly waiting: (reason: string, ms: number) => void;
  /** An event that the collector will never take. */
  readonly refused: (reason: string) => void;
}

/** Faults that are of the store, whatever the object. */
const STORE_FAULTS: ReadonlySet<string> = new Set(['pull_denied', 'pull_unreachable']);

type Candidate = Pick<ListedObject, 'key' | 'etag' | 'modifiedMs' | 'bytes'>;

/**
 * Reads every object of the bucket that was not read before and sends its records; with `followMs` again and again until
 * `signal` aborts. What the collector acknowledged is in the checkpoint.
 *
 * @throws HaechiError `pull_denied`, `pull_unreachable`, `pull_listing_invalid`, `ship_denied`, `ship_state_unwritable`
 */
export async function pull(options: PullOptions, report: PullReport, signal: AbortSignal): Promise<void> {
  const { checkpoint, followMs, now } = options;
  try {
    for (;;) {
      if (checkpoint.look === undefined) checkpoint.begin(now());
      await look(options, report, signal);
      for (let again = true; again && !signal.aborted; ) {
        again = await readBroken(options, report, signal);
        if (followMs !== undefined) break;
        if (again) await pause(PULL_LIMITS.retryMs, signal);
      }
      if (!signal.aborted) checkpoint.settle();
      await checkpoint.flush();
      if (followMs === undefined || signal.aborted) return;
      await pause(followMs, signal);
      if (signal.aborted) return;
    }
  } finally {
    await checkpoint.flush();
  }
}

/** Goes through the keys behind the point that the look has reached. */
async function look(options: PullOptions, report: PullReport, signal: AbortSignal): Promise<void> {
  const { checkpoint, store } = options;
  let token: string | undefined;
  for (;;) {
    const page = await listPage(store, { after: checkpoint.look?.after, token }, signal).catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
    if (page === undefined) return;
    const fresh = page.objects.filter((object) => isFresh(object, checkpoint));
    report.listed(fresh.length);
    await readAll(fresh, options, report, signal);
    if (signal.aborted) return;
    const reached = checkpoint.look?.after;
    for (const { key } of page.objects) checkpoint.passed(key);
    if (!page.isCut) return;
    // A store that gives no token, or the same again, is asked for what comes behind the last key.
    token = page.next === token ? undefined : page.next;
    // A look that ended here would lose the keys behind; one that went on would not come to an end.
    if (token === undefined && checkpoint.look?.after === reached) throw listingInvalid(store);
  }
}

/** True for an object that no look has dealt with; one that failed is read again behind the look. */
function isFresh({ key, etag, modifiedMs, bytes }: ListedObject, { objects, settledMs }: Checkpoint): boolean {
  if (bytes === 0) return false;
  const entry = objects.get(key);
  if (entry !== undefined && entry.etag === etag) return !entry.isDone && entry.tries === 0;
  return modifiedMs >= settledMs;
}

/** Reads the objects of a page, some at once. A fault of the token, the keys or the checkpoint ends them all. */
async function readAll(
  objects: readonly Candidate[],
  options: PullOptions,
  report: PullReport,
  signal: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  const running = AbortSignal.any([signal, stop.signal]);
  const queue = objects.values();
  const reader = async (): Promise<void> => {
    for (const object of queue) {
      if (running.aborted) return;
      await read(object, options, report, running);
    }
  };
  const readers = Array.from({ length: PULL_LIMITS.readers }, () =>
    reader().catch((error: unknown) => {
      stop.abort();
      throw error;
    }),
  );
  const fault = (await Promise.allSettled(readers)).find((one) => one.status === 'rejected');
  if (fault !== undefined) throw fault.reason;
}

/** Reads again what failed and is not given up. @returns whether some failed once more */
async function readBroken(options: PullOptions, report: PullReport, signal: AbortSignal): Promise<boolean> {
  const broken = (): Candidate[] =>
    [...options.checkpoint.objects]
      .filter(([, entry]) => !entry.isDone && entry.tries > 0)
      .map(([key, { etag, modifiedMs }]) => ({ key, etag, modifiedMs, bytes: 0 }));
  await readAll(broken(), options, report, signal);
  return broken().length > 0;
}

/** Sends the records of one object behind those that were sent before. */
async function read(object: Candidate, options: PullOptions, report: PullReport, signal: AbortSignal): Promise<void> {
  const { checkpoint, store, bucket, origin: storeOrigin, target, sourcetype } = options;
  const { key, etag, modifiedMs } = object;
  const source = `s3://${bucket}/${key}`;
  const known = checkpoint.objects.get(key);
  let entry: ObjectEntry = known?.etag === etag ? known : { etag, modifiedMs, records: 0, tries: 0, isDone: false };
  const before = entry.records;
  const note = (change: Partial<ObjectEntry>): void => checkpoint.set(key, (entry = { ...entry, ...change }));
  const failed = (reason: string, isFinal: boolean): void => {
    // One that brought something new before it broke off is no lost cause.
    const tries = entry.records > before ? 1 : entry.tries + 1;
    const isGivenUp = isFinal || tries >= PULL_LIMITS.objectTries;
    note({ tries, isDone: isGivenUp });
    report.problem(source, reason, isGivenUp);
  };
  let isObjectFault = true;
  try {
    if (object.bytes > PULL_LIMITS.objectBytes) return failed('too_large', true);
    const opened = await openObject(store, object, signal);
    if (signal.aborted) return;
    if (opened.kind === 'failed') return failed(opened.reason, false);
    if (opened.kind === 'frozen') return failed('frozen', true);
    if (opened.kind === 'gone') {
      note({ isDone: true });
      return report.gone(source);
    }
    const origin = { source, etag, store: storeOrigin, ...(sourcetype === undefined ? {} : { sourcetype }) };
    try {
      for await (const request of requestsOf(textOf(opened.body, source), origin, entry.records)) {
        isObjectFault = false;
        await deliver(request.events, target, senderReport(target, report), signal);
        if (signal.aborted) return;
        note({ records: request.end });
        report.sent(request);
        isObjectFault = true;
      }
    } finally {
      opened.body.destroy();
    }
    note({ isDone: true });
    report.done();
  } catch (error) {
    if (signal.aborted) return;
    if (!isObjectFault || (error instanceof HaechiError && STORE_FAULTS.has(error.code))) throw error;
    if (error instanceof NoText) return failed(error.reason, true);
    failed(error instanceof Error ? error.message : String(error), error instanceof HaechiError);
  }
}
