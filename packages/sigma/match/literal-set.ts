import { fold } from '../fields/text.ts';
import { AhoCorasick } from './aho-corasick.ts';
import { coveringGrams } from './cover.ts';
import { WuManber } from './wu-manber.ts';

/** Shortest text that the jumping search is worth using for. */
const LONG = 6;
/** Short texts that V8's own search looks for at once; with more an automaton is faster. */
const MAX_SHORT = 40;
/** Sets for which one native expression is enough. */
const FEW = 6;
/** Characters beyond ASCII whose lower case is ASCII (Kelvin sign) or begins with it (dotted capital I). */
const FOLDS_TO_ASCII = ['\u212a', '\u0130'] as const;

/**
 * Finds which of many texts occur in a value, whatever the case. Long texts are looked for by jumping, a few short ones
 * by one native expression, many by an automaton; texts beyond ASCII only in values that have one of their characters.
 * It may name a text that is not there, never leave out one that is.
 */
export class LiteralSet {
  readonly #ascii: readonly number[];
  readonly #texts: readonly string[];
  readonly #long: { readonly search: WuManber; readonly index: readonly number[] } | undefined;
  /** Any of the short texts; which of them, the automaton then says. */
  readonly #anyShort: RegExp | undefined;
  readonly #short: readonly number[];
  readonly #wide: readonly number[];
  readonly #anyWide: RegExp | undefined;
  readonly #automata = new Map<readonly number[], AhoCorasick>();
  /** Length of the shortest text: shorter values need no look. */
  readonly shortest: number;
  /** Whether values are looked at by jumping or natively, not character by character. */
  readonly jumps: boolean;
  readonly #scratch: number[] = [];

  /** `texts` are folded and not empty; the results are their indexes. */
  constructor(texts: readonly string[]) {
    this.#texts = texts;
    this.shortest = Math.min(...texts.map((text) => text.length));
    const all = [...texts.keys()];
    this.#wide = all.filter((index) => /[^\x00-\x7f]/.test(texts[index]!));
    this.#anyWide = this.#wide.length === 0 ? undefined : wideGuard(this.#wide.map((index) => texts[index]!));
    const wide = new Set(this.#wide);
    this.#ascii = all.filter((index) => !wide.has(index));
    const grams = coveringGrams(this.#ascii.map((index) => texts[index]!));
    const few = this.#ascii.length <= FEW || grams !== undefined;
    const short = this.#ascii.filter((index) => few || texts[index]!.length < LONG);
    const jumps = few || short.length <= MAX_SHORT;
    this.jumps = jumps;
    const long = jumps && !few ? this.#ascii.filter((index) => texts[index]!.length >= LONG) : [];
    this.#long =
      long.length === 0 ? undefined : { search: new WuManber(long.map((index) => texts[index]!)), index: long };
    this.#short = jumps ? short : this.#ascii;
    this.#anyShort = jumps && short.length > 0 ? anyOf(grams ?? short.map((index) => texts[index]!)) : undefined;
  }

  /** Bytes of the automata built so far. */
  get bytes(): number {
    let bytes = 0;
    for (const automaton of this.#automata.values()) bytes += automaton.bytes;
    return bytes;
  }

  /** Adds to `into` the indexes of texts that occur in the value (which is not folded). */
  scan(value: string, into: number[]): void {
    if (value.length < this.shortest) return;
    for (const special of FOLDS_TO_ASCII) {
      if (value.includes(special)) {
        this.#run(this.#ascii, fold(value), into);
        this.#run(this.#wide, fold(value), into);
        return;
      }
    }
    if (this.#long !== undefined) {
      const from = into.length;
      this.#long.search.scan(value, into);
      for (let i = from; i < into.length; i++) into[i] = this.#long.index[into[i]!]!;
    }
    if (this.#short.length > 0 && (this.#anyShort === undefined || this.#anyShort.test(value)))
      this.#run(this.#short, value, into);
    if (this.#anyWide?.test(value) === true) this.#run(this.#wide, value, into);
  }

  #run(part: readonly number[], value: string, into: number[]): void {
    if (part.length === 0) return;
    let automaton = this.#automata.get(part);
    if (automaton === undefined) {
      automaton = new AhoCorasick(part.map((index) => this.#texts[index]!));
      this.#automata.set(part, automaton);
    }
    const found = this.#scratch;
    found.length = 0;
    automaton.scan(value, fold, found);
    for (let i = 0; i < found.length; i++) into.push(part[found[i]!]!);
  }
}

function anyOf(texts: readonly string[]): RegExp {
  return new RegExp(texts.map((text) => Array.from(text, (char) => eitherCase(char)).join('')).join('|'));
}

function eitherCase(char: string): string {
  const upper = char.toUpperCase();
  return char === upper ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}` : `[${char}${upper}]`;
}

/** One character beyond ASCII of each text, in any case: a value without all of them has none of the texts. */
function wideGuard(texts: readonly string[]): RegExp {
  const units = new Set<number>();
  for (const text of texts) {
    const char = Array.from(text).find((each) => each.codePointAt(0)! > 0x7f)!;
    for (const form of [char, char.toUpperCase(), char.toLowerCase()]) units.add(form.charCodeAt(0));
    // Folding makes one sigma of three.
    if (char === '\u03c3') units.add(0x3c2);
  }
  const list = [...units].map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`);
  return new RegExp(`[${list.join('')}]`);
}
