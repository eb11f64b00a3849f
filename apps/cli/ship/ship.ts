import { HaechiError } from '@haechi/event';
import { deliver, type HecTarget } from '@haechi/hec';
import { ahead } from '@haechi/platform/normalise/ahead.ts';
import { pause } from '../sending/pause.ts';
import { senderReport } from '../sending/sender-report.ts';
import { NO_MARKS } from './fingerprint.ts';
import { SHIP_LIMITS } from './limits.ts';
import { besides, type ListedFile, listFiles } from './listing.ts';
import type { FileEntry } from './registry.ts';
import type { ShipRequest } from './requests.ts';
import { Tail, type TailDeps } from './tail.ts';

/** What is to be sent, and where. */
export interface ShipOptions extends TailDeps {
  readonly paths: readonly string[];
  readonly target: HecTarget;
  readonly stateFolder: string;
}

/** Told of what happens on the way. */
export interface ShipReport {
  /** What there is to send, bytes on disk. */
  readonly found: (files: number, bytes: number) => void;
  /** @param diskBytes how much less is left to read */
  readonly sent: (request: ShipRequest, diskBytes: number) => void;
  /** Bytes found at the start that were sent before. */
  readonly passed: (bytes: number) => void;
  /** A file that is not sent, or not now. */
  readonly problem: (file: string, reason: string) => void;
  readonly waiting: (reason: string, ms: number) => void;
  /** An event that the collector will never take. */
  readonly refused: (reason: string) => void;
}

/**
 * Follows files and folders and sends their lines until `signal` aborts; with `once` until all there is was sent. What the
 * collector acknowledged is in the registry.
 *
 * @throws HaechiError `ship_denied` when the collector does not take the token, `ship_state_unwritable`
 */
export async function ship(options: ShipOptions, report: ShipReport, signal: AbortSignal): Promise<void> {
  const tails = new Map<string, Tail>();
  const stop = new AbortController();
  const running = AbortSignal.any([signal, stop.signal]);
  const waiting = new Set<Tail>();
  const underWay = new Map<Tail, Promise<void>>();
  let fault: unknown;
  const fill = (): void => {
    for (const tail of waiting) {
      if (underWay.size >= SHIP_LIMITS.senders || running.aborted) return;
      waiting.delete(tail);
      underWay.set(tail, run(tail));
    }
  };
  const run = async (tail: Tail): Promise<void> => {
    try {
      await send(tail, options, report, running);
    } catch (error) {
      fault ??= error;
      stop.abort();
    } finally {
      underWay.delete(tail);
      fill();
    }
  };
  const isBusy = (tail: Tail): boolean => waiting.has(tail) || underWay.has(tail);

  try {
    // The folders are looked at even while the collector is away: what is rotated meanwhile is held open.
    for (let isFirst = true; !running.aborted; isFirst = false) {
      for (const tail of await look(tails, isBusy, options, report, isFirst)) waiting.add(tail);
      fill();
      if (options.once) break;
      await closeSome(tails, isBusy);
      await pause(SHIP_LIMITS.pollMs, running);
    }
    while (underWay.size > 0) await Promise.all(underWay.values());
  } finally {
    for (const tail of tails.values()) await tail.close();
    await options.registry.flush();
  }
  if (fault !== undefined) throw fault;
}

/** Looks at the folders: takes up new files, follows renamed ones, and answers those in which there is something to send. */
async function look(
  tails: Map<string, Tail>,
  isBusy: (tail: Tail) => boolean,
  options: ShipOptions,
  report: ShipReport,
  isFirst: boolean,
): Promise<Tail[]> {
  const listed = new Map<string, ListedFile>();
  const named = new Set(options.paths);
  let isNew = false;
  for await (const file of listFiles(options.paths, options.stateFolder)) {
    if (file.kind === 'unlisted') {
      report.problem(file.path, file.detail);
      continue;
    }
    if (!listed.has(file.key)) listed.set(file.key, file);
    if (!named.has(file.path)) continue;
    if (options.registry.get(file.key) === undefined) {
      options.registry.set(file.key, { path: file.path, generation: 0, position: 0, marks: NO_MARKS });
      isNew = true;
    }
    if (!isFirst) continue;
    for await (const other of besides(file.path)) {
      const entry = options.registry.get(other.key);
      if (entry !== undefined && entry.goneMs === undefined && !listed.has(other.key)) listed.set(other.key, other);
    }
  }
  forgetGone(options, listed, tails);
  // On disk before its first line is sent: after a crash it is known again under the name that a rotation gave it.
  if (isNew) await options.registry.flush();
  if (isFirst)
    report.found(
      listed.size,
      [...listed.values()].reduce((sum, { size }) => sum + size, 0),
    );
  const ready: Tail[] = [];
  for (const [key, file] of listed) {
    let tail = tails.get(key);
    // Under another name, and not held open meanwhile, it may be another file with the same inode.
    if (tail !== undefined && tail.path !== file.path && !tail.isOpen && !isBusy(tail)) tail = undefined;
    if (tail === undefined) tails.set(key, (tail = new Tail(key, file.path, options)));
    tail.path = file.path;
    tail.isListed = true;
    if (isFirst) report.passed(sentBytes(options.registry.get(key), file.size));
    if (!options.once && options.now() - file.mtimeMs < SHIP_LIMITS.rotatedMs) await tail.hold();
    if (!isBusy(tail) && tail.isReady(file.size, file.mtimeMs, file.ctimeMs)) ready.push(tail);
  }
  for (const [key, tail] of tails) {
    if (listed.has(key)) continue;
    tail.isListed = false;
    if (isBusy(tail)) continue;
    const status = await tail.stat();
    if (status !== undefined && tail.isReady(status.size, status.mtimeMs, status.ctimeMs)) ready.push(tail);
    else if (status === undefined || tail.isOver(status.mtimeMs)) {
      await tail.close();
      tails.delete(key);
    }
  }
  // What was compressed comes behind what tells whether it was sent before.
  return ready.sort((a, b) => Number(a.path.endsWith('.gz')) - Number(b.path.endsWith('.gz')));
}

/** Bytes on disk that need not be read again; the position of a `.gz` counts what it expands to. */
function sentBytes(entry: FileEntry | undefined, size: number): number {
  if (entry?.gzipBytes !== undefined) return entry.isDone === true ? size : 0;
  return Math.min(entry?.position ?? 0, size);
}

/** Notes which files are gone, and forgets them in the end. A file still held open is not gone. */
function forgetGone(
  { registry, now }: ShipOptions,
  listed: ReadonlyMap<string, unknown>,
  tails: ReadonlyMap<string, Tail>,
): void {
  for (const [key, entry] of [...registry.all()]) {
    if (entry.goneMs !== undefined && now() - entry.goneMs > SHIP_LIMITS.rememberMs) registry.remove(key);
    else if (listed.has(key)) {
      if (entry.goneMs !== undefined) {
        const { goneMs: _, ...back } = entry;
        registry.set(key, back);
      }
    } else if (entry.goneMs === undefined && tails.get(key)?.isOpen !== true)
      registry.set(key, { ...entry, goneMs: now() });
  }
}

/** Sends what is in a file. A fault of the file is its own; one of the token or the registry ends everything. */
async function send(tail: Tail, options: ShipOptions, report: ShipReport, signal: AbortSignal): Promise<void> {
  const { target } = options;
  const sender = senderReport(target, report);
  let isFileFault = true;
  try {
    for await (const { request, diskBytes, acknowledged } of ahead(tail.steps(), async (step) => step)) {
      isFileFault = false;
      if (request.events.length > 0) await deliver(request.events, target, sender, signal);
      if (signal.aborted) return;
      acknowledged();
      report.sent(request, diskBytes);
      isFileFault = true;
    }
  } catch (error) {
    if (!isFileFault || (error instanceof HaechiError && error.code.startsWith('ship_'))) throw error;
    tail.failed();
    report.problem(tail.path, error instanceof Error ? error.message : String(error));
  }
  if (tail.unsendable !== undefined) report.problem(tail.path, tail.unsendable);
  if (tail.isListed && (tail.isIdle || tail.unsendable !== undefined)) await tail.close();
}

/** Closes files past the limit, the longest unused first; those rotated away would be lost and stay. */
async function closeSome(tails: ReadonlyMap<string, Tail>, isBusy: (tail: Tail) => boolean): Promise<void> {
  const open = [...tails.values()].filter((tail) => tail.isOpen);
  const spare = open.length - SHIP_LIMITS.openFiles;
  if (spare <= 0) return;
  const idle = open.filter((tail) => tail.isListed && !isBusy(tail)).sort((a, b) => a.usedMs - b.usedMs);
  for (const tail of idle.slice(0, spare)) await tail.close();
}
