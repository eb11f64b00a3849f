import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';

/** What an append brought, and whether the sender's part came whole. */
export interface Appended {
  /** Bytes on stable storage now. */
  readonly received: number;
  /** `over` when the sender sent more than there was room for: nothing of it was kept. */
  readonly end: 'whole' | 'broken' | 'over';
}

/** The bytes of uploads, a file each, named by id: what a sender calls it never becomes a path. */
export class UploadBytes {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<UploadBytes> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new UploadBytes(folder);
  }

  pathOf(id: string): string {
    return path.join(this.#folder, id);
  }

  async create(id: string): Promise<void> {
    const file = await open(this.pathOf(id), 'wx', 0o600);
    await file.close();
  }

  /** True when the bytes are on this machine. */
  async has(id: string): Promise<boolean> {
    return stat(this.pathOf(id)).then(
      (status) => status.isFile(),
      () => false,
    );
  }

  /** Bytes that the disk can still take. */
  async free(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#folder);
    return bavail * bsize;
  }

  /**
   * Writes behind `offset` until the body ends or breaks off, and returns when that is on stable storage. What lies
   * behind `offset` already was never acknowledged and is written over.
   */
  async append(id: string, offset: number, mostBytes: number, body: AsyncIterable<Uint8Array>): Promise<Appended> {
    const file = await open(this.pathOf(id), 'r+');
    try {
      await file.truncate(offset);
      let received = offset;
      let end: Appended['end'] = 'whole';
      try {
        for await (const piece of body) {
          if (received + piece.length > offset + mostBytes) {
            await file.truncate(offset);
            return { received: offset, end: 'over' };
          }
          for (let at = 0; at < piece.length; ) {
            const { bytesWritten } = await file.write(piece, at, piece.length - at, received);
            at += bytesWritten;
            received += bytesWritten;
          }
        }
      } catch (error) {
        if (isDiskFault(error)) throw error;
        end = 'broken';
      }
      await file.datasync();
      return { received, end };
    } finally {
      await file.close();
    }
  }

  /** Lower-case SHA-256 hex of the whole. @param signal ends it with an error */
  async digest(id: string, signal: AbortSignal): Promise<string> {
    const hash = createHash('sha256');
    for await (const piece of createReadStream(this.pathOf(id), { highWaterMark: 1024 ** 2, signal }))
      hash.update(piece as Buffer);
    return hash.digest('hex');
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }

  /** Removes what was not written to for so long that no upload can need it: a crash left it behind. */
  async removeOlder(beforeMs: number): Promise<void> {
    for (const id of await readdir(this.#folder)) {
      const status = await stat(this.pathOf(id)).catch(() => undefined);
      if (status !== undefined && status.mtimeMs < beforeMs) await this.remove(id);
    }
  }
}

/** The disk's fault, not the sender's: it has a system call to its name. */
function isDiskFault(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall === 'write' || code === 'ENOSPC' || code === 'EDQUOT' || code === 'EIO';
}
