import { SHIP_LIMITS } from './limits.ts';

/** One line without its end. `start` and `end` are byte offsets in the file; `end` lies behind the newline. */
export interface Line {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** Bytes cut off behind `lineBytes`. */
  readonly cutBytes: number;
}

const NEWLINE = 10;
const RETURN = 13;

/** Cuts the bytes of a file into lines. Holds no more than one line, and of that no more than its limit. */
export class LineCutter {
  readonly #limit: number;
  #start: number;
  #end: number;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #paddingBytes = 0;

  /** @param position where in the file the first bytes lie */
  constructor(position: number, limit: number = SHIP_LIMITS.lineBytes) {
    this.#start = position;
    this.#end = position;
    this.#limit = limit;
  }

  /** Where the next bytes are expected. */
  get position(): number {
    return this.#end;
  }

  /** True while there are bytes whose newline has not come. */
  get hasRest(): boolean {
    return this.#end > this.#start;
  }

  /** The lines that end in `bytes`. */
  *push(bytes: Buffer): Generator<Line> {
    let from = 0;
    for (;;) {
      const newline = bytes.indexOf(NEWLINE, from);
      if (newline < 0) break;
      this.#hold(bytes.subarray(from, newline));
      this.#end++;
      yield this.#take(1);
      from = newline + 1;
    }
    this.#hold(bytes.subarray(from));
    // A piece that ended in the middle of a line is not kept whole for the sake of its last bytes.
    const last = this.#held.at(-1);
    if (last !== undefined && last.length < bytes.length) this.#held[this.#held.length - 1] = Buffer.from(last);
  }

  /** What has no newline, as a line of its own. */
  rest(): Line | undefined {
    return this.hasRest ? this.#take(0) : undefined;
  }

  #hold(part: Buffer): void {
    this.#end += part.length;
    const padding = this.#heldBytes === 0 ? leadingNuls(part) : 0;
    this.#paddingBytes += padding;
    const kept = part.subarray(padding, padding + this.#limit - this.#heldBytes);
    if (kept.length === 0) return;
    this.#held.push(kept);
    this.#heldBytes += kept.length;
  }

  /** @param newline bytes of the line's end: not held, and no cut */
  #take(newline: 0 | 1): Line {
    const whole = this.#held.length === 1 ? this.#held[0]! : Buffer.concat(this.#held);
    const { length } = whole;
    const bytes = whole[length - 1] === RETURN ? whole.subarray(0, length - 1) : whole;
    const start = this.#start;
    const cutBytes = this.#end - start - length - this.#paddingBytes - newline;
    this.#start = this.#end;
    this.#held = [];
    this.#heldBytes = 0;
    this.#paddingBytes = 0;
    return { bytes, start, end: this.#end, cutBytes };
  }
}

/** Where a file was truncated under a writer that keeps its place, NULs fill the gap: they are no part of the line. */
export function leadingNuls(bytes: Buffer): number {
  let count = 0;
  while (bytes[count] === 0) count++;
  return count;
}
