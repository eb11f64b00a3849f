/** A record cut out of a file, or what was in its place. */
export interface Piece {
  /** 1-based line where it starts, or number of the element in an array or wrapper document. */
  readonly record: number;
  readonly text: string;
  /** Set when the piece cannot be decoded: why. */
  readonly reason?: 'line_too_long' | 'record_too_long' | 'truncated' | 'invalid_json' | 'invalid_xml';
}

/** Cuts a text that arrives in chunks into records. */
export interface Splitter {
  push(text: string, out: Piece[]): void;
  end(out: Piece[]): void;
}
