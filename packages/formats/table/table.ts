import type { DecodeContext, DecodedBody } from '../decoder.ts';

/** A format whose rows mean what a header before them said. */
export interface Table {
  readonly decoder: string;
  /** Takes a line that starts with `#`; what it does not know is a comment. */
  directive(line: string): void;
  /** Decodes a row; `undefined` when the line cannot be one. */
  row(line: string, context: DecodeContext): DecodedBody | undefined;
}
