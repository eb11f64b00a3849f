import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { type FileHandle, mkdir, open, readdir, readFile, rename, truncate, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HaechiError } from '@haechi/event';
import { encodeFrame } from './frame.ts';
import { SPOOL_LIMITS, type SpoolLimits } from './limits.ts';
import { type FrameAt, readPayload, scanSegment } from './segment.ts';

interface Waiting {
  readonly payload: Buffer;
  readonly resolve: (position: number) => void;
  readonly reject: (error: unknown) => void;
}

/** One batch as the consumer gets it. */
export interface Spooled {
  /** Counts up from 1 over the spool's whole life. */
  readonly position: number;
  readonly payload: Buffer;
}

/**
 * Write-ahead spool of one process. Batches are appended to segment files and answered after one `fdatasync` for all
 * that wait together (group commit). The consumer reads them back in order; `checkpoint` frees them. After a crash,
 * whatever was answered and not checkpointed is given again.
 */
export class Spool {
  /** Random, 12 hex digits, the same for the spool's whole life: two spools never share a (id, position). */
  readonly id: string;
  /** Batches lost to a damaged disk since opening (never to a crash). */
  damaged = 0;

  readonly #folder: string;
  readonly #limits: SpoolLimits;
  readonly #wake = new EventEmitter();
  #pending: FrameAt[];
  #pendingBytes: number;
  #consumed = 0;
  #next: number;
  #writing: { handle: FileHandle; file: string; bytes: number } | undefined;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #flushing: Promise<void> | undefined;
  #closed = false;

  private constructor(folder: string, limits: SpoolLimits, id: string, pending: FrameAt[], next: number) {
    this.#folder = folder;
    this.#limits = limits;
    this.id = id;
    this.#pending = pending;
    this.#pendingBytes = pending.reduce((sum, frame) => sum + frame.bytes, 0);
    this.#next = next;
  }

  /** Opens (or creates) the spool in `folder` and finds what is to be given again. */
  static async open(folder: string, limits: SpoolLimits = SPOOL_LIMITS): Promise<Spool> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const id = await spoolId(folder);
    const done = await readCheckpoint(folder);
    const files = (await readdir(folder)).filter((name) => name.endsWith('.spool')).sort();
    const pending: FrameAt[] = [];
    let next = done + 1;
    for (const name of files) {
      const file = path.join(folder, name);
      const scan = await scanSegment(file, limits.maxBatchBytes);
      if (scan.soundBytes < scan.fileBytes) await truncate(file, scan.soundBytes);
      const live = scan.frames.filter((frame) => frame.position > done);
      pending.push(...live);
      next = Math.max(next, (scan.frames.at(-1)?.position ?? 0) + 1);
      if (live.length === 0) await unlink(file);
    }
    return new Spool(folder, limits, id, pending, next);
  }

  /**
   * Appends a batch.
   *
   * @returns its position, when it is on the disk
   * @throws HaechiError `spool_full`, `spool_closed`, `batch_too_large`
   */
  async append(payload: Buffer): Promise<number> {
    if (this.#closed)
      throw new HaechiError('spool_closed', {
        what: 'the spool is closed: its process is stopping',
        remedy: 'send the batch again in a moment',
      });
    if (payload.length > this.#limits.maxBatchBytes) {
      throw new HaechiError('batch_too_large', {
        what: `the batch has ${payload.length} bytes, the limit is ${this.#limits.maxBatchBytes}`,
        remedy: 'send smaller batches',
      });
    }
    if (this.#pendingBytes + this.#waitingBytes + payload.length > this.#limits.maxPendingBytes)
      throw spoolFull('the spool is full');
    this.#waitingBytes += payload.length;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ payload, resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  /** Gives the batches in order, waiting for new ones until `signal` aborts. One consumer at a time. */
  async *consume(signal: AbortSignal): AsyncGenerator<Spooled> {
    let reading: { file: string; handle: FileHandle } | undefined;
    try {
      while (!signal.aborted) {
        const at = this.#pending[this.#consumed];
        if (at === undefined) {
          if (this.#closed) return;
          await once(this.#wake, 'batch', { signal }).catch(() => undefined);
          continue;
        }
        if (reading?.file !== at.file) {
          await reading?.handle.close();
          reading = { file: at.file, handle: await open(at.file, 'r') };
        }
        this.#consumed++;
        const payload = await readPayload(reading.handle, at);
        if (payload === undefined) {
          this.damaged++;
          continue;
        }
        yield { position: at.position, payload };
      }
    } finally {
      await reading?.handle.close();
    }
  }

  /** Everything up to `position` is done with: it is not given again, and its space is freed. */
  async checkpoint(position: number): Promise<void> {
    const keep = this.#pending.findIndex((frame) => frame.position > position);
    const dropped = this.#pending.splice(0, keep === -1 ? this.#pending.length : keep);
    if (dropped.length === 0) return;
    this.#consumed = Math.max(0, this.#consumed - dropped.length);
    for (const frame of dropped) this.#pendingBytes -= frame.bytes;
    await writeCheckpoint(this.#folder, position);
    const live = new Set(this.#pending.map((frame) => frame.file));
    const dead = new Set(
      dropped.map((frame) => frame.file).filter((file) => !live.has(file) && file !== this.#writing?.file),
    );
    for (const file of dead) await unlink(file).catch(() => undefined);
  }

  /** Batches not yet checkpointed. */
  depth(): number {
    return this.#pending.length;
  }

  /** True when everything published so far has been given to the consumer. */
  drained(): boolean {
    return this.#consumed >= this.#pending.length && this.#waiting.length === 0;
  }

  /** Position of the next batch that the consumer gets. */
  resumeFrom(): number {
    return this.#pending[this.#consumed]?.position ?? this.#next;
  }

  /** Writes what waits, then takes no more; a consumer ends after what is there. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#flushing;
    await this.#writing?.handle.close();
    this.#writing = undefined;
    this.#wake.emit('batch');
  }

  async #flush(): Promise<void> {
    // One turn of the event loop lets senders that arrive together share one fsync.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      this.#waitingBytes = 0;
      await this.#writeGroup(group);
    }
    this.#flushing = undefined;
  }

  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    const first = this.#next;
    try {
      const segment = await this.#segment();
      const frames = group.map((entry, index) => encodeFrame(first + index, entry.payload));
      const start = segment.bytes;
      const total = frames.reduce((sum, frame) => sum + frame.length, 0);
      await writeAll(segment.handle, Buffer.concat(frames, total), start);
      await segment.handle.datasync();
      let offset = start;
      for (const [index, frame] of frames.entries()) {
        this.#pending.push({ position: first + index, file: segment.file, offset, bytes: frame.length });
        offset += frame.length;
      }
      segment.bytes = offset;
      this.#pendingBytes += total;
      this.#next += group.length;
    } catch (error) {
      await this.#discardTorn();
      const failure = isDiskFull(error) ? spoolFull('the disk of the spool is full', error) : error;
      for (const entry of group) entry.reject(failure);
      return;
    }
    for (const [index, entry] of group.entries()) entry.resolve(first + index);
    this.#wake.emit('batch');
  }

  async #segment(): Promise<{ handle: FileHandle; file: string; bytes: number }> {
    if (this.#writing !== undefined && this.#writing.bytes < this.#limits.segmentBytes) return this.#writing;
    const full = this.#writing;
    this.#writing = undefined;
    await full?.handle.close();
    if (full !== undefined && !this.#pending.some((frame) => frame.file === full.file)) await unlink(full.file);
    const file = path.join(this.#folder, `${String(this.#next).padStart(16, '0')}.spool`);
    const handle = await open(file, 'w', 0o600);
    await syncFolder(this.#folder);
    this.#writing = { handle, file, bytes: 0 };
    return this.#writing;
  }

  /** After a failed write: cut the segment back to its sound part, or leave it and begin another. */
  async #discardTorn(): Promise<void> {
    const segment = this.#writing;
    if (segment === undefined) return;
    try {
      await segment.handle.truncate(segment.bytes);
    } catch {
      await segment.handle.close().catch(() => undefined);
      this.#writing = undefined;
    }
  }
}

function spoolFull(what: string, cause?: unknown): HaechiError {
  return new HaechiError('spool_full', {
    what,
    remedy: 'slow down and send again later; free disk space or let the store catch up',
    cause,
  });
}

function isDiskFull(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

async function spoolId(folder: string): Promise<string> {
  const file = path.join(folder, 'id');
  const found = await readFile(file, 'utf8').catch(() => '');
  if (/^[0-9a-f]{12}$/.test(found)) return found;
  const id = randomBytes(6).toString('hex');
  await writeFile(file, id, { mode: 0o600, flush: true });
  return id;
}

async function readCheckpoint(folder: string): Promise<number> {
  const text = await readFile(path.join(folder, 'checkpoint'), 'utf8').catch(() => '0');
  const value = Number(text);
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

async function writeCheckpoint(folder: string, position: number): Promise<void> {
  const file = path.join(folder, 'checkpoint');
  await writeFile(`${file}.new`, String(position), { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}
