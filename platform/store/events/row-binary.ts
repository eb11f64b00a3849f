import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** First size of the buffer, bytes; it doubles as rows come. */
const FIRST_BYTES = 64 * 1024;
/** Up to here a loop over the characters is faster than a call into the runtime, UTF-16 units. */
const SHORT_TEXT = 24;
const TWO_32 = 2 ** 32;
const DOT = 46;
const ZERO = 48;

/**
 * Rows in ClickHouse's format RowBinary (ClickHouse documentation, "RowBinary"): values one after the other, without
 * names, separators or escapes. The engine reads it in a ninth of the time that it takes for the same rows as JSON.
 */
export class RowBinary {
  #bytes: Buffer<ArrayBuffer>;
  #at = 0;

  constructor(bytes: number = FIRST_BYTES) {
    // A buffer of its own, never a slice of Node's pool: whoever gets it may hand it to another thread.
    this.#bytes = Buffer.allocUnsafeSlow(bytes);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#at;
  }

  /** What was written; the buffer behind belongs to the caller. */
  done(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#at);
  }

  /** String: its length in bytes as a varint, then UTF-8. */
  text(value: string): void {
    const { length } = value;
    this.#need(length * 3 + 5);
    if (length <= SHORT_TEXT && this.#ascii(value)) return;
    const bytes = Buffer.byteLength(value);
    this.varint(bytes);
    this.#at += this.#bytes.write(value, this.#at, bytes, 'utf8');
  }

  /** LEB128 of a whole number below 2^53. */
  varint(value: number): void {
    this.#need(8);
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#at++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#at++] = rest;
  }

  uint8(value: number): void {
    this.#need(1);
    this.#bytes[this.#at++] = value;
  }

  uint16(value: number): void {
    this.#need(2);
    this.#at = this.#bytes.writeUInt16LE(value, this.#at);
  }

  uint32(value: number): void {
    this.#need(4);
    this.#at = this.#bytes.writeUInt32LE(value, this.#at);
  }

  int32(value: number): void {
    this.#need(4);
    this.#at = this.#bytes.writeInt32LE(value, this.#at);
  }

  /** A whole number within ±2^53. */
  int64(value: number): void {
    this.#need(8);
    const high = Math.floor(value / TWO_32);
    this.#at = this.#bytes.writeUInt32LE(value - high * TWO_32, this.#at);
    this.#at = this.#bytes.writeInt32LE(high, this.#at);
  }

  /** IPv6 of an address as text; version 4 is mapped (RFC 4291, 2.5.5.2). @throws Error when it is no address */
  address(value: string): void {
    this.#need(16);
    const start = this.#at;
    this.#bytes.fill(0, start, start + 16);
    this.#at = start + 16;
    if (value === '::') return;
    if (isIPv4(value)) {
      this.#bytes[start + 10] = 255;
      this.#bytes[start + 11] = 255;
      let at = start + 12;
      for (let index = 0; index < value.length; index++) {
        const unit = value.charCodeAt(index);
        if (unit === DOT) at++;
        else this.#bytes[at] = (this.#bytes[at] as number) * 10 + unit - ZERO;
      }
    } else this.#bytes.set(ipaddr.IPv6.parse(value).toByteArray(), start);
  }

  /** Bytes that are encoded already, `from` … `to`. */
  bytes(source: Uint8Array, from: number, to: number): void {
    this.#need(to - from);
    // A few of them each time: a loop is quicker than a call into the runtime.
    for (let index = from; index < to; index++) this.#bytes[this.#at++] = source[index] as number;
  }

  #ascii(value: string): boolean {
    const start = this.#at;
    let at = start;
    this.#bytes[at++] = value.length;
    for (let index = 0; index < value.length; index++) {
      const unit = value.charCodeAt(index);
      if (unit > 127) return false;
      this.#bytes[at++] = unit;
    }
    this.#at = at;
    return true;
  }

  #need(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#at + bytes));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}

/** Writes a value of one column. */
export type ValueWriter = (out: RowBinary, value: never) => void;

const text: ValueWriter = (out, value: string) => out.text(value);
const texts: ValueWriter = (out, value: readonly string[]) => {
  out.varint(value.length);
  for (const item of value) out.text(item);
};
const orNull =
  (write: (out: RowBinary, value: number) => void): ValueWriter =>
  (out, value: number | null) => {
    out.uint8(value === null ? 1 : 0);
    if (value !== null) write(out, value);
  };

/** Times are numbers: milliseconds since the epoch for DateTime64(3), seconds for DateTime. */
const WRITERS: Readonly<Record<string, ValueWriter>> = {
  String: text,
  'LowCardinality(String)': text,
  'Array(LowCardinality(String))': texts,
  "DateTime64(3, 'UTC')": (out, value: number) => out.int64(value),
  "DateTime('UTC')": (out, value: number) => out.uint32(value),
  UInt64: (out, value: number) => out.int64(value),
  UInt32: (out, value: number) => out.uint32(value),
  IPv6: (out, value: string) => out.address(value),
  'Nullable(Int32)': orNull((out, value) => out.int32(value)),
  'Nullable(UInt16)': orNull((out, value) => out.uint16(value)),
  'Nullable(UInt32)': orNull((out, value) => out.uint32(value)),
};

/** @throws Error for a type that no column of ours has */
export function writerOf(type: string): ValueWriter {
  const writer = Object.hasOwn(WRITERS, type) ? WRITERS[type] : undefined;
  if (writer === undefined) throw new Error(`no RowBinary writer for ${type}`);
  return writer;
}
