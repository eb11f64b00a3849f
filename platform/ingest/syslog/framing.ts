const LF = 10;
const NUL = 0;
const SPACE = 32;
const ZERO = 48;
const NINE = 57;

/** Digits of MSG-LEN: more say that this is no octet counting. */
const MAX_LENGTH_DIGITS = 9;

/** What came out of a stretch of a stream. */
export interface Framed {
  /** Whole messages, without their trailers, each at most `maxBytes` long. */
  readonly messages: readonly Buffer[];
  /** How many of them were longer and were cut. */
  readonly cut: number;
  /** True when the stream broke its framing: nothing behind that point can be told apart. */
  readonly broken: boolean;
}

/**
 * Messages out of a TCP stream (RFC 6587). The first bytes decide for the connection: a number and a space mean octet
 * counting (3.4.1), anything else non-transparent framing with LF or NUL as trailer (3.4.2), as of plain log lines that
 * begin with an address or a date. Holds at most one message.
 */
export class SyslogFramer {
  readonly #maxBytes: number;
  #counting: boolean | undefined;
  /** What came before it was decided: digits. */
  #undecided: Buffer = Buffer.alloc(0);
  /** Octet counting: digits read so far, then bytes of the message still to come. */
  #digits = '';
  #left = 0;
  #parts: Buffer[] = [];
  #kept = 0;
  #long = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(given: Buffer): Framed {
    let chunk = given;
    if (this.#counting === undefined) {
      chunk = this.#undecided.length === 0 ? given : Buffer.concat([this.#undecided, given]);
      this.#counting = isCounted(chunk);
      this.#undecided = chunk;
      if (this.#counting === undefined) return { messages: [], cut: 0, broken: false };
      this.#undecided = Buffer.alloc(0);
    }
    const messages: Buffer[] = [];
    let cut = 0;
    let position = 0;
    while (position < chunk.length) {
      if (this.#counting && this.#left === 0) {
        const digits = this.#digits;
        const next = this.#readLength(chunk, position);
        if (next === -1) {
          this.#keep(Buffer.from(digits));
          this.#keep(chunk.subarray(position));
          return { messages, cut, broken: true };
        }
        position = next;
        continue;
      }
      const end = this.#counting ? Math.min(position + this.#left, chunk.length) : trailer(chunk, position);
      const stop = end === -1 ? chunk.length : end;
      this.#keep(chunk.subarray(position, stop));
      if (this.#counting) this.#left -= stop - position;
      position = this.#counting || end === -1 ? stop : stop + 1;
      if (this.#counting ? this.#left > 0 : end === -1) continue;
      if (this.#long) cut++;
      const message = this.#take();
      if (message.length > 0) messages.push(message);
    }
    return { messages, cut, broken: false };
  }

  /** Bytes held of a message that is not at its end. */
  get held(): number {
    return this.#kept;
  }

  /**
   * What the stream ended in the middle of: for non-transparent framing a last message without its trailer, which is
   * whole; for octet counting a message that lacks bytes, or what followed a length that is none.
   */
  end(): { readonly message: Buffer; readonly isWhole: boolean } | undefined {
    if (this.#undecided.length > 0) return { message: this.#undecided, isWhole: true };
    const message = this.#take();
    return message.length > 0 ? { message, isWhole: this.#counting === false } : undefined;
  }

  /** Reads MSG-LEN and its space; answers the position behind it, or -1 when it is none. */
  #readLength(chunk: Buffer, from: number): number {
    for (let i = from; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (isDigit(byte) && this.#digits.length < MAX_LENGTH_DIGITS) this.#digits += String.fromCharCode(byte);
      else if (byte === SPACE && this.#digits !== '') {
        this.#left = Number(this.#digits);
        this.#digits = '';
        if (this.#left === 0) return -1;
        return i + 1;
      } else if (this.#digits === '' && (byte === LF || byte === 13 || byte === NUL)) {
        // Some senders close counted frames with a line end as well.
      } else return -1;
    }
    return chunk.length;
  }

  #keep(part: Buffer): void {
    const room = this.#maxBytes - this.#kept;
    if (part.length > room) this.#long = true;
    if (room <= 0) return;
    const kept = part.subarray(0, room);
    this.#parts.push(kept);
    this.#kept += kept.length;
  }

  #take(): Buffer {
    const message = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts, this.#kept);
    this.#parts = [];
    this.#kept = 0;
    this.#long = false;
    return withoutLineEnd(message);
  }
}

/** The message without CR, LF and NUL at its end. */
export function withoutLineEnd(message: Buffer): Buffer {
  let end = message.length;
  while (end > 0 && (message[end - 1] === LF || message[end - 1] === 13 || message[end - 1] === NUL)) end--;
  return message.subarray(0, end);
}

/** Whether a stream that begins so counts octets; `undefined` while that cannot be told. */
function isCounted(start: Buffer): boolean | undefined {
  if (start[0] === ZERO) return false;
  for (let i = 0; i <= MAX_LENGTH_DIGITS; i++) {
    const byte = start[i];
    if (byte === undefined) return undefined;
    if (!isDigit(byte)) return i > 0 && byte === SPACE;
  }
  return false;
}

function trailer(chunk: Buffer, from: number): number {
  for (let i = from; i < chunk.length; i++) if (chunk[i] === LF || chunk[i] === NUL) return i;
  return -1;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}
