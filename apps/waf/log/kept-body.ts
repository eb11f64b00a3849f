/** The beginning of a body that streams by, and how long it was. */
export class KeptBody {
  readonly #limit: number;
  readonly #pieces: Buffer[] = [];
  /** Bytes that are kept. */
  kept = 0;
  /** Bytes that went by. */
  bytes = 0;

  /** @param limit bytes to keep; 0 only counts */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(piece: Buffer): void {
    this.bytes += piece.length;
    const room = this.#limit - this.kept;
    if (room <= 0) return;
    const part = piece.length > room ? piece.subarray(0, room) : piece;
    this.#pieces.push(part);
    this.kept += part.length;
  }

  get pieces(): readonly Buffer[] {
    return this.#pieces;
  }

  /** Whether more went by than was kept. */
  get cut(): boolean {
    return this.bytes > this.kept;
  }
}
