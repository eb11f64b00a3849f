import { isWhite, readNumber, run } from './numbers.ts';
import { type Read, readMarked, readString } from './strings.ts';
import { TOKEN_BYTES, type Token, token } from './token.ts';
import { classOf } from './words.ts';

/** Whose comments count: `--x` begins one in ANSI SQL, `#` in MySQL. */
export type Dialect = 'ansi' | 'mysql';

const WORD = /[^ [\]{}<>:\\?=@!#~+\-*/&|^%(),';\t\n\v\f\r"\xa0\0]*/y;
const VARIABLE = /[^ <>:\\?=@!#~+\-*/&|^%(),';\t\n\v\f\r`"]*/y;
const MONEY = /[0-9.,]*/y;
const TAG = /[A-Za-z]*/y;
const BIT_STRING = /[bB]'[01]*'/y;
const HEX_STRING = /[xX]'[0-9A-Fa-f]*'/y;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };

/**
 * Splits a value as SQL, as far as databases agree (each oddity below is one of a database's). Strings hold one byte a
 * character.
 */
export class Tokenizer {
  readonly #text: string;
  readonly #dialect: Dialect;
  readonly #quote: string;
  #at = 0;
  /** Tokens read so far. */
  count = 0;
  /** Comments that one dialect sees and the other does not: then the other must be tried as well. */
  disputed = false;

  /** @param quote the quote that the value is inside of; empty where it stands alone */
  constructor(text: string, quote: '' | "'" | '"', dialect: Dialect) {
    this.#text = text;
    this.#quote = quote;
    this.#dialect = dialect;
  }

  next(): Token | undefined {
    const text = this.#text;
    if (this.#at === 0 && this.#quote !== '' && text !== '') {
      this.count++;
      const read = readString(text, 0, this.#quote, '');
      // An empty beginning is a token all the same, and does not come again.
      this.#at = read.next;
      return read.token;
    }
    while (this.#at < text.length) {
      const read = this.#read(this.#at);
      this.#at = read.next;
      if (read.token === undefined) continue;
      this.count++;
      return read.token;
    }
    return undefined;
  }

  #read(at: number): Read {
    const char = this.#text[at] as string;
    const code = char.charCodeAt(0);
    if (code <= 32 || code === 127 || code === 160) return { token: undefined, next: at + 1 };
    if (code >= 128) return this.#word(at);
    switch (char) {
      case "'":
      case '"':
        return readString(this.#text, at + 1, char, char);
      case '`':
        return this.#tick(at);
      case '#':
        return this.#hash(at);
      case '-':
        return this.#dash(at);
      case '/':
        return this.#slash(at);
      case '$':
        return this.#money(at);
      case '@':
        return this.#variable(at);
      case '\\':
        return this.#backslash(at);
      case '[':
        return this.#bracketed(at);
      case '?':
      case ']':
        return { token: token('?', char), next: at + 1 };
      case '(':
      case ')':
      case '{':
      case '}':
      case ',':
      case ';':
        return { token: token(char, char), next: at + 1 };
      case '+':
      case '%':
      case '^':
      case '~':
        return operator(char, at);
      case '!':
      case '&':
      case '*':
      case ':':
      case '<':
      case '=':
      case '>':
      case '|':
        return this.#operator(at);
      default:
        return (code >= 48 && code <= 57) || char === '.' ? readNumber(this.#text, at) : this.#prefixed(at);
    }
  }

  /** Letters that may introduce a string: `b'01' x'1f' e'..' n'..' u&'..' q'[..]' nq'[..]'`. */
  #prefixed(at: number): Read {
    const text = this.#text;
    const quoted = text[at + 1] === "'" && at + 2 < text.length;
    switch ((text[at] as string).toLowerCase()) {
      case 'b':
        return this.#digits(at, BIT_STRING);
      case 'x':
        return this.#digits(at, HEX_STRING);
      case 'e':
        return quoted ? readString(text, at + 2, "'", "'") : this.#word(at);
      case 'n':
        return quoted ? readString(text, at + 2, "'", "'") : this.#oracleQuote(at, at + 1);
      case 'q':
        return this.#oracleQuote(at, at);
      case 'u': {
        if (text[at + 1] !== '&' || text[at + 2] !== "'") return this.#word(at);
        const { token: found, next } = readString(text, at + 3, "'", 'u');
        return { token: found && { ...found, closed: found.closed === '' ? '' : 'u' }, next };
      }
      default:
        return this.#word(at);
    }
  }

  #digits(at: number, pattern: RegExp): Read {
    const found = run(pattern, this.#text, at);
    return found === '' ? this.#word(at) : { token: token('1', found), next: at + found.length };
  }

  #oracleQuote(start: number, at: number): Read {
    const text = this.#text;
    const open = text[at + 2] ?? '';
    if (!/[qQ]/.test(text[at] ?? '') || text[at + 1] !== "'" || open === '' || open < '!') return this.#word(start);
    return readMarked(text, at + 3, `${CLOSING[open] ?? open}'`, 'q');
  }

  #word(at: number): Read {
    const word = run(WORD, this.#text, at);
    const kept = word.slice(0, TOKEN_BYTES);
    for (let index = 0; index < kept.length; index++) {
      if (kept[index] !== '.' && kept[index] !== '`') continue;
      const type = classOf(kept.slice(0, index));
      // `SELECT.1` and SELECT`column` are two tokens.
      if (type !== undefined && type !== 'n') return { token: token(type, kept.slice(0, index)), next: at + index };
    }
    const type = word.length > TOKEN_BYTES ? undefined : classOf(word);
    return { token: token(type ?? 'n', kept), next: at + word.length };
  }

  #tick(at: number): Read {
    const { token: found, next } = readString(this.#text, at + 1, '`', '`');
    const type = found !== undefined && classOf(found.value) === 'f' ? 'f' : 'n';
    return { token: found && { ...found, type }, next };
  }

  #comment(at: number): Read {
    const end = this.#text.indexOf('\n', at);
    return end < 0
      ? { token: token('c', this.#text.slice(at)), next: this.#text.length }
      : { token: token('c', this.#text.slice(at, end)), next: end + 1 };
  }

  #hash(at: number): Read {
    this.disputed = true;
    return this.#dialect === 'mysql' ? this.#comment(at) : operator('#', at);
  }

  #dash(at: number): Read {
    if (this.#text[at + 1] !== '-') return operator('-', at);
    const after = this.#text[at + 2];
    if (after === undefined || isWhite(after)) return this.#comment(at);
    if (this.#dialect !== 'ansi') return operator('-', at);
    this.disputed = true;
    return this.#comment(at);
  }

  /** Comments inside comments, and MySQL's that are run, cannot be read alike by all: they are evil by themselves. */
  #slash(at: number): Read {
    const text = this.#text;
    if (text[at + 1] !== '*') return operator('/', at);
    const end = text.indexOf('*/', at + 2);
    const next = end < 0 ? text.length : end + 2;
    const nested = text.slice(at + 2, end < 0 ? text.length : end + 1).includes('/*');
    return { token: token((nested && end >= 0) || text[at + 2] === '!' ? 'X' : 'c', text.slice(at, next)), next };
  }

  #backslash(at: number): Read {
    return this.#text[at + 1] === 'N'
      ? { token: token('1', '\\N'), next: at + 2 }
      : { token: token('\\', '\\'), next: at + 1 };
  }

  #operator(at: number): Read {
    const text = this.#text;
    const char = text[at] as string;
    if (at + 1 >= text.length) return operator(char, at);
    if (text.startsWith('<=>', at)) return { token: token('o', '<=>'), next: at + 3 };
    const pair = text.slice(at, at + 2);
    const type = classOf(pair);
    if (type !== undefined) return { token: token(type, pair), next: at + 2 };
    return char === ':' ? { token: token(':', ':'), next: at + 1 } : operator(char, at);
  }

  /** `[name]` of Transact-SQL. */
  #bracketed(at: number): Read {
    const end = this.#text.indexOf(']', at);
    const next = end < 0 ? this.#text.length : end + 1;
    return { token: token('n', this.#text.slice(at, next)), next };
  }

  #variable(at: number): Read {
    const text = this.#text;
    const start = at + (text[at + 1] === '@' ? 2 : 1);
    const quote = text[start];
    if (quote === '`' || quote === "'" || quote === '"') {
      const { token: found, next } = readString(text, start + 1, quote, quote);
      return { token: found && { ...found, type: 'v' }, next };
    }
    const name = run(VARIABLE, text, start);
    return { token: token('v', name), next: start + name.length };
  }

  /** `$1,000.00` is a number, `$$…$$` and `$tag$…$tag$` are strings. */
  #money(at: number): Read {
    const text = this.#text;
    const dollar: Read = { token: token('n', '$'), next: at + 1 };
    if (at + 1 === text.length) return dollar;
    const amount = run(MONEY, text, at + 1);
    if (amount === '.') return this.#word(at);
    if (amount !== '') return { token: token('1', `$${amount}`), next: at + 1 + amount.length };
    if (text[at + 1] === '$') return readMarked(text, at + 2, '$$', '$');
    const tag = run(TAG, text, at + 1);
    if (tag === '' || text[at + 1 + tag.length] !== '$') return dollar;
    return readMarked(text, at + tag.length + 2, `$${tag}$`, '$');
  }
}

function operator(char: string, at: number): Read {
  return { token: token('o', char), next: at + 1 };
}
