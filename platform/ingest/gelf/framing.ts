interface Framed {
  readonly bytes: Buffer;
  /** True when the message was longer than the limit: these bytes are its beginning. */
  readonly long: boolean;
}

/** Messages that end with a NUL, out of a stream. Holds at most one message of the longest length. */
export class NulFramer {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #kept = 0;
  #long = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(chunk: Buffer): Framed[] {
    const messages: Framed[] = [];
    let from = 0;
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, from)) {
      this.#keep(chunk.subarray(from, end));
      from = end + 1;
      const message = this.end();
      if (message !== undefined) messages.push(message);
    }
    this.#keep(chunk.subarray(from));
    return messages;
  }

  /** Bytes held of a message that is not at its end. */
  get held(): number {
    return this.#kept;
  }

  /** What has come of a message that is not at its end; `undefined` for nothing but white space. */
  end(): Framed | undefined {
    const bytes = Buffer.concat(this.#parts, this.#kept);
    const long = this.#long;
    this.#parts = [];
    this.#kept = 0;
    this.#long = false;
    return !long && bytes.toString('latin1').trim() === '' ? undefined : { bytes, long };
  }

  #keep(part: Buffer): void {
    const kept = part.subarray(0, this.#maxBytes - this.#kept);
    if (kept.length < part.length) this.#long = true;
    if (kept.length === 0) return;
    this.#parts.push(kept);
    this.#kept += kept.length;
  }
}
