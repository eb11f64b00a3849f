import type { GelfLimits } from '../limits.ts';

/** Bytes in front of each part: magic (2), id of the message (8), number of the part, number of parts. */
const HEADER_BYTES = 12;

/** Whether a datagram is a part of a message (GELF 1.1, "Chunking"). */
export function isChunk(datagram: Buffer): boolean {
  return datagram[0] === 0x1e && datagram[1] === 0x0f;
}

/** A message that never became whole, with the parts that came, in order. */
export interface Incomplete {
  readonly sender: string;
  readonly bytes: Buffer;
}

interface Assembly {
  readonly sender: string;
  readonly parts: (Buffer | undefined)[];
  readonly since: number;
  missing: number;
  bytes: number;
}

/** Puts messages together from their parts, in memory that is bounded whatever comes. */
export class ChunkAssembly {
  readonly #limits: GelfLimits;
  readonly #now: () => number;
  /** Oldest first. */
  readonly #open = new Map<string, Assembly>();
  #bytes = 0;
  #givenUp: Incomplete[] = [];

  constructor(limits: GelfLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Takes a part; answers the message once it is whole, `waiting` before, `invalid` for what is no part. */
  push(datagram: Buffer, sender: string): Buffer | 'waiting' | 'invalid' {
    const [number = 0, count = 0] = datagram.subarray(10, HEADER_BYTES);
    if (datagram.length < HEADER_BYTES || count === 0 || count > this.#limits.chunks || number >= count)
      return 'invalid';
    const key = `${sender} ${datagram.toString('hex', 2, 10)}`;
    const part = datagram.subarray(HEADER_BYTES);
    let assembly = this.#open.get(key);
    if (assembly === undefined) {
      assembly = { sender, parts: Array(count).fill(undefined), since: this.#now(), missing: count, bytes: 0 };
      this.#open.set(key, assembly);
    }
    if (assembly.parts.length !== count) return 'invalid';
    if (assembly.parts[number] !== undefined) return 'waiting';
    assembly.parts[number] = part;
    assembly.missing--;
    assembly.bytes += part.length;
    this.#bytes += part.length;
    if (assembly.missing === 0) {
      this.#close(key, assembly);
      return wholeOf(assembly);
    }
    this.#makeRoom();
    return 'waiting';
  }

  /** The messages given up since last asked: for want of parts in time, or of room. */
  incomplete(): Incomplete[] {
    const latest = this.#now() - this.#limits.assemblyMs;
    for (const [key, assembly] of this.#open) {
      if (assembly.since > latest) break;
      this.#giveUp(key, assembly);
    }
    const givenUp = this.#givenUp;
    this.#givenUp = [];
    return givenUp;
  }

  #makeRoom(): void {
    for (const [key, assembly] of this.#open) {
      if (this.#open.size <= this.#limits.assemblies && this.#bytes <= this.#limits.assemblyBytes) return;
      this.#giveUp(key, assembly);
    }
  }

  #giveUp(key: string, assembly: Assembly): void {
    this.#close(key, assembly);
    this.#givenUp.push({ sender: assembly.sender, bytes: wholeOf(assembly) });
  }

  #close(key: string, assembly: Assembly): void {
    this.#open.delete(key);
    this.#bytes -= assembly.bytes;
  }
}

function wholeOf({ parts }: Assembly): Buffer {
  return Buffer.concat(parts.filter((part) => part !== undefined));
}
