import { WAF_LIMITS } from '../limits.ts';

/** The chunked coding was broken (RFC 9112, section 7.1): the connection cannot be used any further. */
export class BadChunk extends Error {}

const CR = 13;
const LF = 10;
const SIZE = /^([0-9a-fA-F]{1,12})[\t ]*(?:;[^\0\r\n]*)?$/;

/**
 * Takes the chunked coding off a body, as much at a time as has arrived: a sender of one-byte chunks costs no more memory
 * than one of large chunks. Trailer fields are read over and dropped: nothing was inspected of them.
 */
export class ChunkedDecoder {
  /** Whether the body is over. */
  ended = false;
  #line = '';
  #state: 'size' | 'data' | 'data end' | 'trailer' = 'size';
  #left = 0;
  #trailerBytes = 0;

  /**
   * Decodes bytes in their place: those that were taken are not to be read again.
   *
   * @returns the part of the body in them, and how many were taken: all of them, except behind the body's end
   * @throws BadChunk
   */
  decode(bytes: Buffer): { readonly body: Buffer; readonly taken: number } {
    let at = 0;
    let end = 0;
    while (at < bytes.length && !this.ended) {
      if (this.#state === 'data') {
        const to = Math.min(bytes.length, at + this.#left);
        if (end < at) bytes.copyWithin(end, at, to);
        this.#left -= to - at;
        end += to - at;
        at = to;
        if (this.#left === 0) this.#state = 'data end';
      } else if (this.#state === 'data end' && this.#line === '' && bytes[at] === CR && bytes[at + 1] === LF) {
        // The line of every chunk, without making a text of it.
        this.#state = 'size';
        at += 2;
      } else at = this.#readLine(bytes, at);
    }
    const body = bytes.subarray(0, end);
    // A small part would hold all the memory that the bytes lie in.
    return { body: end < bytes.length / 2 ? Buffer.from(body) : body, taken: at };
  }

  /** Reads on in a line; answers where it stopped. */
  #readLine(bytes: Buffer, at: number): number {
    const found = bytes.indexOf(LF, at);
    const to = found < 0 ? bytes.length : found + 1;
    const limit = this.#lineLimit + 2;
    if (this.#line.length + to - at > limit) throw this.#tooLong();
    this.#line += bytes.toString('latin1', at, to);
    if (this.#state === 'data end' && !'\r\n'.startsWith(this.#line)) throw this.#tooLong();
    if (found < 0) return to;
    if (this.#line.charCodeAt(this.#line.length - 2) !== CR) throw new BadChunk('malformed chunk');
    const line = this.#line.slice(0, -2);
    this.#line = '';
    this.#lineEnded(line);
    return to;
  }

  get #lineLimit(): number {
    if (this.#state === 'data end') return 0;
    return this.#state === 'size' ? WAF_LIMITS.chunkLineBytes : WAF_LIMITS.trailerBytes - this.#trailerBytes;
  }

  #tooLong(): BadChunk {
    if (this.#state === 'data end') return new BadChunk('chunk longer than its size');
    return new BadChunk(this.#state === 'size' ? 'malformed chunk' : 'trailer too long');
  }

  #lineEnded(line: string): void {
    if (this.#state === 'data end') {
      this.#state = 'size';
    } else if (this.#state === 'size') {
      const size = SIZE.exec(line)?.[1];
      if (size === undefined) throw new BadChunk('malformed chunk size');
      this.#left = Number.parseInt(size, 16);
      this.#state = this.#left === 0 ? 'trailer' : 'data';
    } else if (line === '') {
      this.ended = true;
    } else this.#trailerBytes += line.length;
  }
}
