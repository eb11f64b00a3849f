import type { Socket } from 'node:net';

/** Bytes held before the socket is asked to wait. */
const HELD_BYTES = 262_144;

/** The sender was too slow, or more came than is allowed, or the connection broke. */
export class ReadFault extends Error {
  readonly kind: 'timeout' | 'too_long' | 'closed';

  constructor(kind: ReadFault['kind']) {
    super(kind);
    this.kind = kind;
  }
}

/** Pulls bytes from a socket with a deadline for each wait; the socket is paused while nobody asks. */
export class SocketReader {
  readonly #socket: Socket;
  #held: Buffer = Buffer.alloc(0);
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', this.#take);
    const end = (): void => {
      this.#ended = true;
      this.#wake?.();
    };
    socket.on('end', end);
    socket.on('close', end);
    socket.on('error', end);
  }

  readonly #take = (chunk: Buffer): void => {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    if (this.#held.length >= HELD_BYTES) this.#socket.pause();
    this.#wake?.();
  };

  /** Whether bytes wait that nobody has taken. */
  get pending(): boolean {
    return this.#held.length > 0;
  }

  /** What has come and was not taken. */
  get held(): Buffer {
    return this.#held;
  }

  /** Takes the first bytes of what is held. */
  skip(bytes: number): void {
    this.#held = this.#held.subarray(bytes);
  }

  /** Waits until there are bytes. `false`: the peer ended the connection. @throws ReadFault `timeout` */
  async ready(ms: number): Promise<boolean> {
    if (this.#held.length > 0) return true;
    return this.#more(ms);
  }

  /**
   * Everything up to a mark, which is taken and left out.
   *
   * @param deadlineMs of `performance.now()`
   * @throws ReadFault `closed` inside it, `timeout` past the deadline, `too_long` past `limit` bytes
   */
  async until(mark: Buffer, limit: number, deadlineMs: number): Promise<Buffer> {
    let from = 0;
    for (;;) {
      const at = this.#held.indexOf(mark, from);
      if (at > limit || (at < 0 && this.#held.length > limit)) throw new ReadFault('too_long');
      if (at >= 0) {
        const found = this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + mark.length);
        return found;
      }
      from = Math.max(0, this.#held.length - mark.length + 1);
      if (!(await this.#more(deadlineMs - performance.now()))) throw new ReadFault('closed');
    }
  }

  /** Some bytes, `most` at the most. @throws ReadFault `timeout`, `closed` */
  async some(most: number, ms: number): Promise<Buffer> {
    if (this.#held.length === 0 && !(await this.#more(ms))) throw new ReadFault('closed');
    const taken = this.#held.subarray(0, most);
    this.#held = this.#held.subarray(taken.length);
    return taken;
  }

  /** Lets go of the socket; answers what was read and not taken. */
  release(): Buffer {
    this.#socket.off('data', this.#take);
    const rest = this.#held;
    this.#held = Buffer.alloc(0);
    return rest;
  }

  #more(ms: number): Promise<boolean> {
    const before = this.#held.length;
    if (this.#ended) return Promise.resolve(false);
    this.#socket.resume();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => {
          this.#wake = undefined;
          reject(new ReadFault('timeout'));
        },
        Math.max(0, ms),
      );
      this.#wake = () => {
        if (this.#held.length === before && !this.#ended) return;
        this.#wake = undefined;
        clearTimeout(timer);
        resolve(this.#held.length > before);
      };
    });
  }
}
