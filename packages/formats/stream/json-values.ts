import type { FormatLimits } from '../limits.ts';
import type { Piece, Splitter } from './pieces.ts';

/** How a JSON file holds its records. */
export type JsonLayout =
  /** Documents after one another, pretty-printed: a record is a document, numbered by its first line. */
  | { readonly kind: 'documents' }
  /** One array, or one wrapper (`{"Records": […]}`) whose array begins at `start`: a record is an element. */
  | { readonly kind: 'elements'; readonly start: number; readonly wrapper: boolean };

const QUOTE = 34;
const BACKSLASH = 92;

/** Cuts JSON values out of a text by brackets and strings alone; whether a value is well formed is for its parser. */
export class JsonSplitter implements Splitter {
  private readonly limits: FormatLimits;
  private elements: boolean;
  private readonly wrapper: boolean;
  private skip: number;
  private line = 1;
  private count = 0;
  private depth = 0;
  private inString = false;
  private escaped = false;
  private scalar = false;
  private garbage = false;
  /** Open brackets of the wrapper behind its array; -1 outside of that. */
  private tail = -1;
  private parts: string[] = [];
  private held = 0;
  private overflow = false;
  private started = 0;
  private afterNewline = false;

  constructor(layout: JsonLayout, limits: FormatLimits) {
    this.limits = limits;
    this.elements = layout.kind === 'elements';
    this.wrapper = layout.kind === 'elements' && layout.wrapper;
    this.skip = layout.kind === 'elements' ? layout.start : 0;
  }

  push(text: string, out: Piece[]): void {
    let at = 0;
    if (this.skip > 0) {
      at = Math.min(this.skip, text.length);
      this.skip -= at;
    }
    let start = this.open() ? 0 : -1;
    while (at < text.length) {
      if (this.tail >= 0) {
        at = this.wrapperTail(text, at);
        continue;
      }
      if (this.inString) {
        at = this.string(text, at);
        if (!this.inString && this.depth === 0 && !this.garbage) {
          this.keep(text.slice(start, at));
          this.finish(out);
          start = -1;
        }
        continue;
      }
      const code = text.charCodeAt(at);
      if (code === 10) {
        this.line += 1;
        if (this.garbage || this.scalar) {
          this.keep(text.slice(start, at));
          this.finish(out);
          start = -1;
        }
        this.afterNewline = true;
        at += 1;
        continue;
      }
      if (this.open()) {
        if (this.afterNewline && code === 123 && !this.elements) {
          // A document that starts at the margin while another is open: the open one was cut off.
          this.keep(text.slice(start, at));
          this.finish(out, 'truncated');
          start = at;
          this.begin(code);
          at += 1;
          continue;
        }
        this.afterNewline = false;
        if (this.scalar && (code === 44 || code === 93)) {
          this.keep(text.slice(start, at));
          this.finish(out);
          start = -1;
          continue;
        }
        at += 1;
        if (this.garbage || this.scalar) continue;
        if (code === QUOTE) this.inString = true;
        else if (code === 123 || code === 91) this.depth += 1;
        else if (code === 125 || code === 93) {
          this.depth -= 1;
          if (this.depth === 0) {
            this.keep(text.slice(start, at));
            this.finish(out);
            start = -1;
          }
        }
        continue;
      }
      this.afterNewline = false;
      if (code <= 32 || code === 44 || code === 0xfeff) {
        at += 1;
        continue;
      }
      if (this.elements && code === 93) {
        this.elements = false;
        if (this.wrapper) this.tail = 1;
        at += 1;
        continue;
      }
      start = at;
      this.begin(code);
      at += 1;
    }
    if (start >= 0 && this.open()) this.keep(text.slice(start));
  }

  end(out: Piece[]): void {
    if (this.open()) this.finish(out, this.garbage || this.scalar ? undefined : 'truncated');
  }

  private open(): boolean {
    return this.depth > 0 || this.scalar || this.garbage || (this.inString && this.tail < 0);
  }

  private begin(code: number): void {
    this.started = this.line;
    this.afterNewline = false;
    if (code === 123 || code === 91) this.depth = 1;
    else if (code === QUOTE) this.inString = true;
    else if (this.elements) this.scalar = true;
    else this.garbage = true;
  }

  /** Passes over what follows the array inside a wrapper (`"nextToken": …}`): no record. Documents may follow it. */
  private wrapperTail(text: string, from: number): number {
    let at = from;
    while (at < text.length && this.tail > 0) {
      if (this.inString) {
        at = this.string(text, at);
        continue;
      }
      const code = text.charCodeAt(at);
      at += 1;
      if (code === QUOTE) this.inString = true;
      else if (code === 123 || code === 91) this.tail += 1;
      else if (code === 125 || code === 93) this.tail -= 1;
      else if (code === 10) this.line += 1;
    }
    if (this.tail === 0) this.tail = -1;
    return at;
  }

  /** Position behind the string or the end of the text. */
  private string(text: string, from: number): number {
    let at = from;
    while (at < text.length) {
      if (this.escaped) {
        this.escaped = false;
        at += 1;
        continue;
      }
      const code = text.charCodeAt(at);
      at += 1;
      if (code === BACKSLASH) this.escaped = true;
      else if (code === QUOTE) {
        this.inString = false;
        return at;
      } else if (code === 10) this.line += 1;
    }
    return at;
  }

  private keep(part: string): void {
    this.held += part.length;
    if (this.overflow) return;
    this.parts.push(part);
    if (this.held > this.limits.recordChars) {
      this.overflow = true;
      this.parts = [this.parts.join('').slice(0, this.limits.rejectChars)];
    }
  }

  private finish(out: Piece[], reason?: Piece['reason']): void {
    this.count += 1;
    const text = this.parts.join('');
    const record = this.elements ? this.count : this.started;
    const why = this.overflow ? 'record_too_long' : (reason ?? (this.garbage ? 'invalid_json' : undefined));
    if (why === undefined) out.push({ record, text });
    else out.push({ record, text: text.slice(0, this.limits.rejectChars), reason: why });
    this.parts = [];
    this.held = 0;
    this.depth = 0;
    this.inString = false;
    this.escaped = false;
    this.scalar = false;
    this.garbage = false;
    this.overflow = false;
  }
}
