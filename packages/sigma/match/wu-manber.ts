import { blockFrequency } from './block-frequency.ts';

/** Characters of a block; with three, few blocks of ordinary text occur in the texts at all. */
const BLOCK = 3;
const CODE_BITS = 5;
const TABLE = 1 << (CODE_BITS * BLOCK);
/** Longest jump that is of use; the table holds bytes. */
const MAX_WINDOW = 16;

/** Code of a character, the same for both cases of a letter; other characters share codes. */
const CODES = new Uint8Array(256);
for (let unit = 0; unit < 256; unit++) {
  const lower = unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit;
  CODES[unit] = lower >= 0x61 && lower <= 0x7a ? lower - 0x60 : 27 + ((lower * 7) % 5);
}

/** Values from this length on are copied to bytes first: a copy and reads of bytes cost less than reads of a string. */
const COPY_FROM = 48;
/** Longest value that is copied; the scratch grows up to it. */
const COPY_UP_TO = 1 << 20;
let scratch = Buffer.alloc(1 << 14);

/** A text and the last character of its window. */
interface Sought {
  readonly index: number;
  readonly text: string;
  readonly last: number;
}

/**
 * Finds which of many long texts occur in a value by jumping over what cannot be part of any (Wu, Manber 1994). For
 * texts of eight characters it looks at less than half of a value. ASCII texts only, letters in either case.
 */
export class WuManber {
  readonly #window: number;
  readonly #shift = new Uint8Array(TABLE);
  /** Texts whose window ends with a block, by the block's code. */
  readonly #buckets = new Map<number, Sought[]>();

  /** `texts` are in lower case and have at least three characters; the results are their indexes. */
  constructor(texts: readonly string[]) {
    this.#window = Math.min(MAX_WINDOW, ...texts.map((text) => text.length));
    this.#shift.fill(this.#window - BLOCK + 1);
    // Those with least choice first: the others then avoid the blocks that already have a text.
    const order = [...texts.keys()].sort((a, b) => texts[a]!.length - texts[b]!.length);
    for (const index of order) this.#place(texts[index]!, index);
  }

  /** Chooses the window of a text, whose last block should be rare, and enters its blocks. */
  #place(text: string, index: number): void {
    const last = this.#rarestEnd(text);
    for (let back = 0; back <= this.#window - BLOCK; back++) {
      const code = blockCode(text, last - back);
      if (back < this.#shift[code]!) this.#shift[code] = back;
    }
    const code = blockCode(text, last);
    const bucket = this.#buckets.get(code) ?? [];
    bucket.push({ index, text, last });
    this.#buckets.set(code, bucket);
  }

  /** Paths and names differ at their end, not at their beginning; but all scripts end with `.ps1`. */
  #rarestEnd(text: string): number {
    let best = text.length - 1;
    let least = Number.POSITIVE_INFINITY;
    for (let end = text.length - 1; end >= this.#window - 1; end--) {
      const waiting = this.#buckets.get(blockCode(text, end))?.length ?? 0;
      const cost = blockFrequency(text.slice(end - BLOCK + 1, end + 1)) * (1 + waiting);
      if (cost < least) [best, least] = [end, cost];
    }
    return best;
  }

  /** Adds to `into` the indexes of texts that occur in `value`, which may be in any case. */
  scan(value: string, into: number[]): void {
    const { length } = value;
    if (length < COPY_FROM || length > COPY_UP_TO) {
      this.#scanText(value, into);
      return;
    }
    if (length > scratch.length) scratch = Buffer.alloc(length * 2);
    // Latin-1 keeps the low byte of each unit, which is all that the codes of characters look at.
    scratch.write(value, 0, length, 'latin1');
    this.#scanBytes(scratch, length, value, into);
  }

  #scanBytes(bytes: Uint8Array, length: number, value: string, into: number[]): void {
    const shift = this.#shift;
    let end = this.#window - 1;
    while (end < length) {
      const code =
        (CODES[bytes[end - 2]!]! << (2 * CODE_BITS)) | (CODES[bytes[end - 1]!]! << CODE_BITS) | CODES[bytes[end]!]!;
      const jump = shift[code]!;
      if (jump !== 0) end += jump;
      else {
        this.#verify(value, code, end, into);
        end++;
      }
    }
  }

  #scanText(value: string, into: number[]): void {
    const { length } = value;
    const shift = this.#shift;
    let end = this.#window - 1;
    while (end < length) {
      const code =
        (CODES[value.charCodeAt(end - 2) & 255]! << (2 * CODE_BITS)) |
        (CODES[value.charCodeAt(end - 1) & 255]! << CODE_BITS) |
        CODES[value.charCodeAt(end) & 255]!;
      const jump = shift[code]!;
      if (jump !== 0) end += jump;
      else {
        this.#verify(value, code, end, into);
        end++;
      }
    }
  }

  #verify(value: string, code: number, end: number, into: number[]): void {
    const bucket = this.#buckets.get(code);
    if (bucket === undefined) return;
    for (let i = 0; i < bucket.length; i++) {
      const { index, text, last } = bucket[i]!;
      if (standsAt(text, value, end - last)) into.push(index);
    }
  }
}

function blockCode(text: string, end: number): number {
  let code = 0;
  for (let i = end - BLOCK + 1; i <= end; i++) code = (code << CODE_BITS) | CODES[text.charCodeAt(i) & 255]!;
  return code;
}

function standsAt(text: string, value: string, start: number): boolean {
  if (start < 0 || start + text.length > value.length) return false;
  for (let i = text.length - 1; i >= 0; i--) {
    const unit = value.charCodeAt(start + i);
    if ((unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit) !== text.charCodeAt(i)) return false;
  }
  return true;
}
