import type { FormatLimits } from '../limits.ts';
import type { Piece, Splitter } from './pieces.ts';

const END = '</Event>';

/** Cuts `<Event>…</Event>` elements out of a text, whether in `<Events>` or bare, on one line or many. */
export class XmlEventSplitter implements Splitter {
  private readonly limits: FormatLimits;
  private buffer = '';
  private searched = 0;
  private line = 1;
  private skipping = false;

  constructor(limits: FormatLimits) {
    this.limits = limits;
  }

  push(text: string, out: Piece[]): void {
    this.buffer += text;
    for (;;) {
      const end = this.buffer.indexOf(END, this.searched);
      if (end < 0) break;
      this.emit(this.buffer.slice(0, end + END.length), out);
      this.buffer = this.buffer.slice(end + END.length);
      this.searched = 0;
    }
    this.searched = Math.max(0, this.buffer.length - END.length);
    if (this.buffer.length > this.limits.recordChars) {
      if (!this.skipping)
        out.push({ record: this.line, text: this.buffer.slice(0, this.limits.rejectChars), reason: 'record_too_long' });
      this.skipping = true;
      this.count(this.buffer, this.searched);
      this.buffer = this.buffer.slice(this.searched);
      this.searched = 0;
    }
  }

  end(out: Piece[]): void {
    const rest = this.buffer.replace(/<\/?Events\b[^>]*>|<\?xml[^>]*\?>|<!--[\s\S]*?-->/g, '').trim();
    if (this.skipping || rest === '') return;
    const reason = /<Event[\s>]/.test(rest) ? 'truncated' : 'invalid_xml';
    out.push({ record: this.line, text: rest.slice(0, this.limits.rejectChars), reason });
  }

  /** `text` ends with the end tag; what stands before the start tag is a prolog, a wrapper, or rubbish. */
  private emit(text: string, out: Piece[]): void {
    if (this.skipping) {
      this.skipping = false;
      this.count(text, text.length);
      return;
    }
    const start = startOf(text);
    if (start < 0) {
      out.push({ record: this.line, text: text.slice(0, this.limits.rejectChars), reason: 'invalid_xml' });
    } else {
      const before = text
        .slice(0, start)
        .replace(/<\/?Events\b[^>]*>|<\?xml[^>]*\?>/g, '')
        .trim();
      if (before !== '' && !before.startsWith('<!--')) {
        out.push({ record: this.line, text: before.slice(0, this.limits.rejectChars), reason: 'invalid_xml' });
      }
      const record = this.line + newlines(text, start);
      out.push({ record, text: text.slice(start) });
    }
    this.count(text, text.length);
  }

  private count(text: string, end: number): void {
    this.line += newlines(text, end);
  }
}

/** Start of the last `<Event>` or `<Event …>` of the text, so that one cut off before it cannot swallow it. */
function startOf(text: string): number {
  for (let at = text.lastIndexOf('<Event'); at >= 0; at = at === 0 ? -1 : text.lastIndexOf('<Event', at - 1)) {
    const code = text.charCodeAt(at + 6);
    if (code === 62 || code === 32 || code === 10 || code === 13 || code === 9) return at;
  }
  return -1;
}

function newlines(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
