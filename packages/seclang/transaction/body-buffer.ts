import type { LimitAction } from '../compile/settings.ts';

/** Collects the chunks of a body up to a limit, in bytes. */
export class BodyBuffer {
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;
  /** Whether more was written than the limit. */
  exceeded = false;

  /** Takes a chunk, cut at the limit. Answers whether the transaction is to be refused for its size. */
  write(chunk: Uint8Array, limit: number, action: LimitAction): boolean {
    const room = limit - this.#bytes;
    if (chunk.length <= room) {
      this.#chunks.push(chunk);
      this.#bytes += chunk.length;
      return false;
    }
    if (room > 0) this.#chunks.push(chunk.subarray(0, room));
    this.#bytes = limit;
    this.exceeded = true;
    return action === 'Reject';
  }

  /** Everything written so far, in one piece. */
  bytes(): Buffer {
    if (this.#chunks.length === 1) {
      const only = this.#chunks[0]!;
      return Buffer.from(only.buffer, only.byteOffset, only.byteLength);
    }
    return Buffer.concat(this.#chunks);
  }
}
