import { crc32 } from 'node:zlib';
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
  /** True while all its parts came before, in a message that is whole: such a one is none. */
  isDouble: boolean;
}

/** What is remembered of a message that became whole. */
interface Whole {
  readonly since: number;
  /** CRC-32 of each part. */
  readonly checks: readonly number[];
}

/** Puts messages together from their parts, in memory that is bounded whatever comes. */
export class ChunkAssembly {
  readonly #limits: GelfLimits;
  readonly #now: () => number;
  /** Oldest first. */
  readonly #open = new Map<string, Assembly>();
  /** Messages that became whole, oldest first: networks double datagrams. */
  readonly #done = new Map<string, Whole>();
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
      assembly = {
        sender,
        parts: Array(count).fill(undefined),
        since: this.#now(),
        missing: count,
        bytes: 0,
        isDouble: true,
      };
      this.#open.set(key, assembly);
    }
    if (assembly.parts.length !== count) return 'invalid';
    if (assembly.parts[number] !== undefined) return 'waiting';
    assembly.parts[number] = part;
    assembly.isDouble &&= this.#cameBefore(key, number, part);
    assembly.missing--;
    assembly.bytes += part.length;
    this.#bytes += part.length;
    if (assembly.missing === 0) {
      this.#close(key, assembly);
      if (assembly.isDouble) return 'waiting';
      this.#remember(key, assembly);
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

  /** Whether this part came before, in a message that is whole. Other bytes are a new message: senders repeat ids. */
  #cameBefore(key: string, number: number, part: Buffer): boolean {
    const whole = this.#done.get(key);
    if (whole === undefined || this.#now() - whole.since >= this.#limits.assemblyMs) return false;
    return whole.checks[number] === crc32(part);
  }

  #remember(key: string, { since, parts }: Assembly): void {
    this.#done.delete(key);
    this.#done.set(key, { since, checks: parts.map((part) => (part === undefined ? 0 : crc32(part))) });
    if (this.#done.size <= this.#limits.assemblies) return;
    const oldest = this.#done.keys().next().value;
    if (oldest !== undefined) this.#done.delete(oldest);
  }

  #makeRoom(): void {
    for (const [key, assembly] of this.#open) {
      if (this.#open.size <= this.#limits.assemblies && this.#bytes <= this.#limits.assemblyBytes) return;
      this.#giveUp(key, assembly);
    }
  }

  #giveUp(key: string, assembly: Assembly): void {
    this.#close(key, assembly);
    if (!assembly.isDouble) this.#givenUp.push({ sender: assembly.sender, bytes: wholeOf(assembly) });
  }

  #close(key: string, assembly: Assembly): void {
    this.#open.delete(key);
    this.#bytes -= assembly.bytes;
  }
}

function wholeOf({ parts }: Assembly): Buffer {
  return Buffer.concat(parts.filter((part) => part !== undefined));
}
