import type { FormatLimits } from '../limits.ts';
import type { Piece, Splitter } from './pieces.ts';

/** One record a line, `\n` or `\r\n`. A line over the limit becomes one piece with a reason; the next line is whole. */
export class LineSplitter implements Splitter {
  private parts: string[] = [];
  private held = 0;
  private record = 1;
  private skipping = false;
  private readonly limits: FormatLimits;

  constructor(limits: FormatLimits) {
    this.limits = limits;
  }

  push(text: string, out: Piece[]): void {
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.take(text.slice(start, end));
      this.cut(out);
      start = end + 1;
    }
    if (start < text.length) this.take(text.slice(start));
  }

  end(out: Piece[]): void {
    if (this.held > 0) this.cut(out);
  }

  private take(part: string): void {
    this.held += part.length;
    if (this.skipping) return;
    this.parts.push(part);
    // One more unit than the limit may be a carriage return.
    if (this.held > this.limits.lineChars + 1) {
      this.skipping = true;
      this.parts = [this.parts.join('').slice(0, this.limits.rejectChars)];
    }
  }

  private cut(out: Piece[]): void {
    let line = this.parts.length === 1 ? (this.parts[0] as string) : this.parts.join('');
    if (!this.skipping && line.charCodeAt(line.length - 1) === 13) line = line.slice(0, -1);
    if (this.skipping || line.length > this.limits.lineChars) {
      out.push({ record: this.record, text: line.slice(0, this.limits.rejectChars), reason: 'line_too_long' });
    } else out.push({ record: this.record, text: line });
    this.record += 1;
    this.parts = [];
    this.held = 0;
    this.skipping = false;
  }
}
