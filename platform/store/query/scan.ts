import type { Pattern, Span } from './ast.ts';
import { QuerySyntaxError } from './syntax-error.ts';

/** Characters that a backslash takes their meaning from; before any other a backslash is itself (`C:\Windows`). */
const SPECIAL = new Set('\\():<>"*[]{} ');

const NAME_START = /[\p{L}_@]/u;
const NAME_PART = /[\p{L}\p{N}_.@-]/u;
const SPACE = /\s/u;

/** Reads the small pieces of a query; every method leaves the position behind what it read. */
export class Scanner {
  position = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get end(): boolean {
    return this.position >= this.#text.length;
  }

  peek(): string {
    return this.#text[this.position] ?? '';
  }

  span(start: number): Span {
    return { start, end: Math.max(this.position, start) };
  }

  skipSpace(): void {
    while (!this.end && SPACE.test(this.peek())) this.position += 1;
  }

  /** Takes `symbol` where it comes next. */
  take(symbol: string): boolean {
    if (!this.#text.startsWith(symbol, this.position)) return false;
    this.position += symbol.length;
    return true;
  }

  /** Takes a word of the language, in any case, that is not the start of a longer one. */
  takeWord(word: string): boolean {
    const end = this.position + word.length;
    if (this.#text.slice(this.position, end).toLowerCase() !== word) return false;
    const next = this.#text[end] ?? ' ';
    if (!SPACE.test(next) && next !== '(' && next !== ')' && next !== '"') return false;
    this.position = end;
    return true;
  }

  /** Takes `name` and the `:` or comparison behind it; nothing where free text comes next. */
  takeField(): { field: string; operator: string } | undefined {
    const start = this.position;
    const field = this.#takeName();
    if (field !== '') {
      this.skipSpace();
      for (const operator of ['>=', '<=', '>', '<', ':']) {
        if (!this.take(operator)) continue;
        // `https://…` and `fe80::1` are things to look for, not fields.
        if (operator === ':' && (this.#text.startsWith('//', this.position) || this.peek() === ':')) break;
        return { field, operator };
      }
    }
    this.position = start;
    return undefined;
  }

  #takeName(): string {
    if (!NAME_START.test(this.peek())) return '';
    let name = '';
    while (!this.end) {
      const char = this.peek();
      if (char === '\\') {
        this.position += 1;
        if (this.end) return '';
        name += this.peek();
      } else if (NAME_PART.test(char)) name += char;
      else break;
      this.position += 1;
    }
    return name;
  }

  /** A quoted phrase: `\"` and `\\` are escapes, everything else is itself. */
  takeQuoted(): string | undefined {
    const start = this.position;
    if (!this.take('"')) return undefined;
    let phrase = '';
    while (!this.end) {
      const char = this.peek();
      this.position += 1;
      if (char === '"') return phrase;
      const next = this.peek();
      if (char === '\\' && (next === '"' || next === '\\')) {
        phrase += next;
        this.position += 1;
      } else phrase += char;
    }
    throw new QuerySyntaxError('unclosed_quote', this.span(start));
  }

  /** A word up to a space, a parenthesis, a quote or one of `stops`; `*` is a wildcard. Nothing for an empty word. */
  takePattern(stops = ''): Pattern | undefined {
    const start = this.position;
    const pieces: string[] = [];
    let piece = '';
    while (!this.end) {
      const char = this.peek();
      if (SPACE.test(char) || '()"'.includes(char) || stops.includes(char)) break;
      this.position += 1;
      if (char === '*') {
        pieces.push(piece);
        piece = '';
      } else if (char === '\\' && SPECIAL.has(this.peek()) && !this.end) {
        piece += this.peek();
        this.position += 1;
      } else piece += char;
    }
    return this.position === start ? undefined : [...pieces, piece];
  }
}
