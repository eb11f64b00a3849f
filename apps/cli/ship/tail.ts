import { type FileHandle, open } from 'node:fs/promises';
import { containerOf, MAGIC_BYTES } from '@haechi/platform/ingest/files/magic.ts';
import { findOriginal } from './copied.ts';
import type { Origin, Said } from './event.ts';
import { isContinued, type Marks, marksAt, NO_MARKS, type ReadAt } from './fingerprint.ts';
import { openGzip } from './gzip.ts';
import { SHIP_LIMITS } from './limits.ts';
import { LineCutter, leadingNuls } from './lines.ts';
import { keyOf } from './listing.ts';
import type { FileEntry, Registry } from './registry.ts';
import { type LineSource, requestsOf, type ShipRequest } from './requests.ts';
import { TableHeader } from './table-header.ts';

/** What following a file needs. */
export interface TailDeps {
  readonly registry: Registry;
  readonly host: string;
  readonly sourcetype?: string;
  /** A last line without a newline, and a `.gz` just written, are taken at once. */
  readonly once: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Why a file is not sent. */
export type Unsendable = 'archive' | 'binary';

/** A piece of work: lines to send, and how to write down that they were. */
export interface TailStep {
  readonly request: ShipRequest;
  /** Bytes on disk that are dealt with once it is acknowledged. */
  readonly diskBytes: number;
  acknowledged(): void;
}

/** True for a file of which nothing was sent since it was first seen. */
function isUnread(entry: FileEntry | undefined): entry is undefined {
  return entry === undefined || (entry.position === 0 && entry.generation === 0 && entry.gzipBytes === undefined);
}

/**
 * One file that is followed, known by device and inode whatever its name becomes. Its steps are asked for by one reader
 * at a time.
 */
export class Tail {
  readonly key: string;
  /** The name it was last seen under. */
  path: string;
  /** True while its name leads to it. */
  isListed = true;
  unsendable: Unsendable | undefined;
  usedMs: number;
  readonly #deps: TailDeps;
  #handle: FileHandle | undefined;
  #cutter: LineCutter | undefined;
  #header = new TableHeader();
  #kind: 'plain' | 'gzip' | undefined;
  #size = -1;
  #mtimeMs = -1;
  #changedMs: number;
  #retryMs = 0;

  constructor(key: string, path: string, deps: TailDeps) {
    this.key = key;
    this.path = path;
    this.#deps = deps;
    this.usedMs = deps.now();
    this.#changedMs = this.usedMs;
  }

  get isOpen(): boolean {
    return this.#handle !== undefined;
  }

  /** True when there may be something to send. @param size,mtimeMs,ctimeMs as the file system says now */
  isReady(size: number, mtimeMs: number, ctimeMs: number): boolean {
    const { once, now, registry } = this.#deps;
    if (now() < this.#retryMs) return false;
    if (this.unsendable !== undefined && size >= this.#size) return false;
    if (this.#kind === 'gzip' || (this.#kind === undefined && this.path.endsWith('.gz'))) {
      const entry = registry.get(this.key);
      if (entry?.isDone === true && entry.gzipBytes === size) return false;
      return once || now() - ctimeMs >= SHIP_LIMITS.gzipQuietMs;
    }
    return size !== this.#size || mtimeMs !== this.#mtimeMs || this.#isRestDue();
  }

  /** Size and times of the file, whatever its name is now; `undefined` when it is not open. */
  async stat(): Promise<{ size: number; mtimeMs: number; ctimeMs: number } | undefined> {
    return this.#handle?.stat();
  }

  /** True for a file that was rotated away and has been quiet for long. */
  isOver(mtimeMs: number): boolean {
    const quietSince = Math.max(mtimeMs, this.#changedMs);
    return !this.isListed && this.#deps.now() - quietSince >= SHIP_LIMITS.rotatedMs;
  }

  /** After a fault of the file: it is left alone for a while. */
  failed(): void {
    this.#retryMs = this.#deps.now() + SHIP_LIMITS.retryMs;
  }

  /** Opens a file that is being written to, so that it can be read to its end when it is renamed or removed. */
  async hold(): Promise<void> {
    // What is in the way is told when the file is read.
    this.#handle ??= await open(this.path, 'r').catch(() => undefined);
  }

  /** True when nothing waits in it and nobody has written to it for a while: it need not be held open. */
  get isIdle(): boolean {
    const { once, now } = this.#deps;
    return once || (this.#cutter?.hasRest !== true && now() - this.#mtimeMs >= SHIP_LIMITS.rotatedMs);
  }

  /** Gives the file free; it is opened again when there is more in it. */
  async close(): Promise<void> {
    const handle = this.#handle;
    if (this.#cutter?.hasRest === true) this.#size = -1;
    this.#cutter = undefined;
    this.#handle = undefined;
    this.#kind = undefined;
    await handle?.close();
  }

  /** What is in the file behind its position, to its end. Reads ahead by no more than the step that it gives. */
  async *steps(): AsyncGenerator<TailStep> {
    this.usedMs = this.#deps.now();
    let isFinished = false;
    try {
      yield* this.#steps();
      isFinished = true;
    } finally {
      // What was read and not sent is read again.
      if (!isFinished) this.#forget();
    }
  }

  async *#steps(): AsyncGenerator<TailStep> {
    this.#handle ??= await open(this.path, 'r');
    const status = await this.#handle.stat({ bigint: true });
    // Between the look at the folder and now another file may have taken the name.
    if (keyOf(status) !== this.key) return this.close();
    const { size, mtimeMs } = { size: Number(status.size), mtimeMs: Number(status.mtimeNs / 1_000n) / 1_000 };
    if (size !== this.#size || mtimeMs !== this.#mtimeMs) this.#changedMs = this.#deps.now();
    if (size === 0 && isUnread(this.#deps.registry.get(this.key))) return;
    if (this.#kind === undefined) await this.#judge(size);
    if (this.#kind === 'gzip') yield* this.#gzipSteps(size);
    else if (this.#kind === 'plain') {
      yield* this.#plainSteps(size);
      this.#size = size;
      this.#mtimeMs = mtimeMs;
    }
  }

  async *#plainSteps(size: number): AsyncGenerator<TailStep> {
    const position = await this.#takeUp(size);
    const source = await this.#source(position, this.#read);
    for await (const request of requestsOf(this.#pieces(source.cutter.position), source, () => this.#isRestDue())) {
      const marks = await marksAt(request.end, this.#read);
      yield { request, diskBytes: request.bytes, acknowledged: () => this.#acknowledge(request.end, marks) };
    }
  }

  /** Where to go on; a file that was truncated or replaced begins anew, and that is on disk before anything is sent. */
  async #takeUp(size: number): Promise<number> {
    const { registry } = this.#deps;
    const entry = registry.get(this.key);
    if (isUnread(entry)) {
      const original = await findOriginal(registry, this.path, size, this.#read);
      if (original === undefined) return 0;
      registry.set(this.key, { ...original, path: this.path, generation: 0 });
      return original.position;
    }
    const isShorter = size < Math.max(entry.position, this.#cutter?.position ?? 0);
    if (!isShorter && (await isContinued(entry.position, entry.marks, this.#read))) return entry.position;
    const { now } = this.#deps;
    registry.set(`${this.key}#${entry.generation}`, { ...entry, goneMs: now() });
    registry.set(this.key, { path: this.path, generation: entry.generation + 1, position: 0, marks: NO_MARKS });
    await registry.flush();
    this.#forget();
    return 0;
  }

  async *#gzipSteps(size: number): AsyncGenerator<TailStep> {
    const { registry } = this.#deps;
    const entry = registry.get(this.key);
    const isSame = entry?.gzipBytes === size;
    if (isSame && entry.isDone === true) return;
    const generation = isUnread(entry) ? 0 : isSame ? entry.generation : entry.generation + 1;
    const gzip = await openGzip(this.#open, this.path, isSame ? entry.position : undefined, registry);
    if (gzip === 'archive') {
      this.unsendable = 'archive';
      this.#size = size;
      return;
    }
    const said = { path: this.path, generation, marks: NO_MARKS, gzipBytes: size };
    const source: LineSource = {
      cutter: new LineCutter(gzip.position),
      header: new TableHeader(),
      origin: this.#origin(generation),
      said: this.#said(),
      head: gzip.head,
    };
    let end = gzip.position;
    for await (const request of requestsOf(gzip.pieces, source, () => true)) {
      end = request.end;
      yield { request, diskBytes: 0, acknowledged: () => registry.set(this.key, { ...said, position: request.end }) };
    }
    // A step of its own: this is read while the last lines are still under way.
    yield {
      request: { events: [], end, bytes: 0, lines: 0, cutLines: 0 },
      diskBytes: size,
      acknowledged: () => registry.set(this.key, { ...said, position: end, isDone: true }),
    };
  }

  /** By the content: names change, and a new file may have the inode of one that is gone. */
  async #judge(size: number): Promise<void> {
    const head = await this.#read(0, MAGIC_BYTES);
    const container = containerOf(head);
    this.unsendable = undefined;
    if (container === 'gzip') this.#kind = 'gzip';
    else if (container !== 'plain') this.unsendable = 'archive';
    else if (head.subarray(leadingNuls(head)).includes(0)) this.unsendable = 'binary';
    else this.#kind = 'plain';
    if (this.unsendable !== undefined) this.#size = size;
  }

  async #source(position: number, read: ReadAt): Promise<LineSource> {
    const generation = this.#deps.registry.get(this.key)?.generation ?? 0;
    const origin = this.#origin(generation);
    const said = this.#said();
    const head = await read(0, SHIP_LIMITS.fingerprintBytes);
    if (this.#cutter === undefined) {
      this.#cutter = new LineCutter(position);
      const lines = new LineCutter(0).push(position === 0 ? Buffer.alloc(0) : await read(0, Math.min(position, 8_192)));
      this.#header = TableHeader.of(lines, head, origin, said);
    }
    return { cutter: this.#cutter, header: this.#header, origin, said, head };
  }

  #acknowledge(position: number, marks: Marks): void {
    const { registry } = this.#deps;
    registry.set(this.key, { path: this.path, generation: registry.get(this.key)?.generation ?? 0, position, marks });
  }

  #origin(generation: number): Origin {
    return { host: this.#deps.host, key: this.key, generation };
  }

  #said(): Said {
    const { sourcetype } = this.#deps;
    return { source: this.path, ...(sourcetype === undefined ? {} : { sourcetype }) };
  }

  #isRestDue(): boolean {
    if (this.#cutter?.hasRest !== true) return false;
    return this.#deps.once || this.#deps.now() - this.#changedMs >= SHIP_LIMITS.lastLineMs;
  }

  #forget(): void {
    this.#cutter = undefined;
    this.#header = new TableHeader();
    this.#size = -1;
  }

  readonly #read: ReadAt = async (offset, length) => {
    const buffer = Buffer.alloc(length);
    let done = 0;
    while (done < length) {
      const { bytesRead } = await this.#open.read(buffer, done, length - done, offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return buffer.subarray(0, done);
  };

  get #open(): FileHandle {
    if (this.#handle === undefined) throw new Error(`${this.path} is read while it is closed`);
    return this.#handle;
  }

  async *#pieces(from: number): AsyncGenerator<Buffer> {
    for (let offset = from; ; ) {
      const piece = await this.#read(offset, SHIP_LIMITS.pieceBytes);
      if (piece.length === 0) return;
      offset += piece.length;
      yield piece;
    }
  }
}
