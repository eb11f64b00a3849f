import { JSON_NAME_BYTES } from '../limits.ts';
import { Entry } from '../transaction/entry.ts';
import { hexByte } from '../transformations/bytes.ts';

/** Arguments of a JSON body, or the reason why it is none. */
export interface JsonBody {
  readonly entries: readonly Entry[];
  readonly error?: string;
}

/**
 * Reads a JSON text (RFC 8259) into one argument a scalar, under ModSecurity 3's names: `json.user.name`, array members
 * as `json.list.array_0`. Unlike `JSON.parse` it keeps repeated names and the bytes of the body, and its depth is
 * bounded. On an error the arguments read so far are kept.
 */
export function parseJson(text: string, maxDepth: number, maxArguments: number): JsonBody {
  const reader = new JsonReader(text, maxDepth, maxArguments);
  try {
    reader.document();
    return { entries: reader.entries };
  } catch (error) {
    if (error instanceof JsonError) return { entries: reader.entries, error: error.message };
    throw error;
  }
}

class JsonError extends Error {}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

class JsonReader {
  readonly entries: Entry[] = [];
  readonly #text: string;
  readonly #maxDepth: number;
  readonly #maxArguments: number;
  #at = 0;
  #nameBytes = 0;

  constructor(text: string, maxDepth: number, maxArguments: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
    this.#maxArguments = maxArguments;
  }

  document(): void {
    if (this.#text.startsWith('\xef\xbb\xbf')) this.#at = 3;
    this.#value('json', 0);
    this.#space();
    if (this.#at < this.#text.length) this.#fail('text after the end of the document');
  }

  #fail(what: string): never {
    throw new JsonError(`${what} at byte ${this.#at}`);
  }

  #space(): void {
    while (this.#at < this.#text.length && ' \t\r\n'.includes(this.#text[this.#at]!)) this.#at++;
  }

  #value(path: string, depth: number): void {
    this.#space();
    const char = this.#text[this.#at];
    if (char === '{' || char === '[') {
      if (depth >= this.#maxDepth) this.#fail(`nested deeper than ${this.#maxDepth}`);
      this.#at++;
      if (char === '{') this.#object(path, depth);
      else this.#array(path, depth);
    } else if (char === '"') this.#add(path, this.#string());
    else this.#add(path, this.#literal());
  }

  #add(path: string, value: string): void {
    if (this.entries.length >= this.#maxArguments) this.#fail(`more than ${this.#maxArguments} values`);
    // One long name around many values would otherwise be held once for each.
    this.#nameBytes += path.length;
    if (this.#nameBytes > JSON_NAME_BYTES) this.#fail(`names of more than ${JSON_NAME_BYTES} bytes`);
    this.entries.push(new Entry(path, value));
  }

  #object(path: string, depth: number): void {
    if (this.#closes('}')) return;
    for (;;) {
      this.#space();
      if (this.#text[this.#at] !== '"') this.#fail('expected a name');
      const name = this.#string();
      this.#space();
      if (this.#text[this.#at] !== ':') this.#fail('expected a colon');
      this.#at++;
      this.#value(`${path}.${name === '' ? 'empty-key' : name}`, depth + 1);
      if (!this.#goesOn('}')) return;
    }
  }

  #array(path: string, depth: number): void {
    if (this.#closes(']')) return;
    for (let index = 0; ; index++) {
      this.#value(`${path}.array_${index}`, depth + 1);
      if (!this.#goesOn(']')) return;
    }
  }

  #closes(bracket: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== bracket) return false;
    this.#at++;
    return true;
  }

  #goesOn(bracket: string): boolean {
    if (this.#closes(bracket)) return false;
    if (this.#text[this.#at] !== ',') this.#fail(`expected a comma or ${bracket}`);
    this.#at++;
    return true;
  }

  #literal(): string {
    const rest = this.#text.slice(this.#at, this.#at + 1_024);
    const found = /^(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)/.exec(rest);
    if (found === null) this.#fail('expected a value');
    this.#at += found![0].length;
    return found![0] === 'null' ? '' : found![0];
  }

  #string(): string {
    let out = '';
    let from = ++this.#at;
    for (; ; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (Number.isNaN(code) || code < 32) this.#fail('string not closed');
      if (code !== 34 && code !== 92) continue;
      out += this.#text.slice(from, this.#at);
      if (code === 34) break;
      out += this.#escape();
      from = this.#at + 1;
    }
    this.#at++;
    return out;
  }

  /** Leaves the position on the last character of the escape. */
  #escape(): string {
    const char = this.#text[++this.#at] ?? '';
    const simple = ESCAPES.get(char);
    if (simple !== undefined) return simple;
    if (char !== 'u') this.#fail('unknown escape');
    const high = this.#codeUnit();
    this.#at += 4;
    if (high < 0xd800 || high > 0xdbff || this.#text.slice(this.#at + 1, this.#at + 3) !== '\\u') return utf8(high);
    this.#at += 2;
    const low = this.#codeUnit();
    if (low < 0xdc00 || low > 0xdfff) {
      this.#at -= 2;
      return utf8(high);
    }
    this.#at += 4;
    return utf8(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00));
  }

  #codeUnit(): number {
    const high = hexByte(this.#text, this.#at + 1);
    const low = hexByte(this.#text, this.#at + 3);
    if (high < 0 || low < 0) this.#fail('malformed \\u escape');
    return high * 256 + low;
  }
}

/** The UTF-8 bytes of a code point; a lone surrogate becomes U+FFFD, as decoders make it. */
function utf8(code: number): string {
  return Buffer.from(String.fromCodePoint(code), 'utf8').toString('latin1');
}
