/** Bytes that are no protobuf message. */
export class WireFault extends Error {
  constructor() {
    super('not a protobuf message');
    this.name = 'WireFault';
  }
}

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** 64 bits, seven at a time. */
const MAX_VARINT_BYTES = 10;

/** Highest field number (Protocol Buffers, "Assigning Field Numbers"). */
const MAX_FIELD = 2 ** 29 - 1;

/**
 * Reads the fields of one protobuf message in wire order (Protocol Buffers, "Encoding"). `next` steps to a field; one of
 * the readers takes its value, and a field that nobody took is skipped by the next step. A reader of another wire type
 * than the field has answers `undefined`, so that a field of a wrong type counts as unknown, as the standard wants it.
 *
 * @throws WireFault from `next` and the readers when the bytes end inside a field, or hold groups
 */
export class WireReader {
  /** Number of the field at hand. */
  field = 0;
  readonly #bytes: Buffer;
  #position = 0;
  #wire = -1;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  next(): boolean {
    this.#skip();
    if (this.#position >= this.#bytes.length) return false;
    const tag = this.#small();
    this.field = Math.floor(tag / 8);
    this.#wire = tag % 8;
    if (this.field < 1 || this.field > MAX_FIELD) throw new WireFault();
    return true;
  }

  /** `uint32`, `uint64`, `int32`, `int64` (as two's complement of 64 bits), `bool` and enums. */
  varint(): bigint | undefined {
    return this.#is(VARINT) ? this.#varint() : undefined;
  }

  fixed64(): bigint | undefined {
    return this.#is(FIXED_64) ? this.#take(8).readBigUInt64LE() : undefined;
  }

  double(): number | undefined {
    return this.#is(FIXED_64) ? this.#take(8).readDoubleLE() : undefined;
  }

  /** `bytes` and messages: a view of the same memory. */
  bytes(): Buffer | undefined {
    if (!this.#is(LENGTH_DELIMITED)) return undefined;
    return this.#take(this.#length());
  }

  text(): string | undefined {
    return this.bytes()?.toString('utf8');
  }

  #is(wire: number): boolean {
    if (this.#wire !== wire) return false;
    this.#wire = -1;
    return true;
  }

  #skip(): void {
    const wire = this.#wire;
    this.#wire = -1;
    if (wire === VARINT) this.#varint();
    else if (wire === FIXED_64) this.#take(8);
    else if (wire === FIXED_32) this.#take(4);
    else if (wire === LENGTH_DELIMITED) this.#take(this.#length());
    else if (wire !== -1) throw new WireFault();
  }

  #length(): number {
    const length = this.#small();
    if (length > this.#bytes.length) throw new WireFault();
    return length;
  }

  #take(length: number): Buffer {
    const end = this.#position + length;
    if (end > this.#bytes.length) throw new WireFault();
    const taken = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return taken;
  }

  /** Tags and lengths: numbers that are exact without a bigint, or else larger than any that is allowed. */
  #small(): number {
    let value = 0;
    let unit = 1;
    for (let bytes = 0; bytes < MAX_VARINT_BYTES; bytes++) {
      const byte = this.#byte();
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value;
      unit *= 0x80;
    }
    throw new WireFault();
  }

  #varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < BigInt(7 * MAX_VARINT_BYTES); shift += 7n) {
      const byte = this.#byte();
      if (shift === 0n && byte < 0x80) return BigInt(byte);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new WireFault();
  }

  #byte(): number {
    const byte = this.#bytes[this.#position++];
    if (byte === undefined) throw new WireFault();
    return byte;
  }
}
