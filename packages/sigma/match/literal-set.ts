import { fold } from '../fields/text.ts';
import { AhoCorasick } from './aho-corasick.ts';
import { coveringGrams } from './cover.ts';
import { WuManber } from './wu-manber.ts';

/** Shortest text that the jumping search is worth using for. */
const LONG = 6;
/** Short texts that V8's own search looks for at once; with more an automaton is faster. */
const MAX_SHORT = 40;
/** Places in a value where a short text stands, after which the automaton is faster. */
const MAX_SHORT_HITS = 8;
/** Sets for which one native expression is enough. */
const FEW = 6;
/** Values after which a cover is judged, and the share that it may let through and still be worth asking. */
const COVER_TRIAL = 256;
const COVER_PASSES = 1 / 16;
/** Characters beyond ASCII whose lower case is ASCII (Kelvin sign) or begins with it (dotted capital I). */
const FOLDS_TO_ASCII = ['\u212a', '\u0130'] as const;

/** Some of the texts with the automaton that finds them, made when it is first needed. */
interface Part {
  readonly indexes: readonly number[];
  automaton: AhoCorasick | undefined;
}

/**
 * Finds which of many texts occur in a value, whatever the case. Long texts are looked for by jumping, a few short ones
 * by one native expression, many by an automaton; texts beyond ASCII only in values that have one of their characters.
 * It may name a text that is not there, never leave out one that is.
 */
export class LiteralSet {
  readonly #texts: readonly string[];
  /** A few pieces of which one is in each text, or in what folds to one; given up when many values have one. */
  #cover: RegExp | undefined;
  #coverAsked = 0;
  #coverPassed = 0;
  readonly #long: { readonly search: WuManber; readonly indexes: readonly number[] } | undefined;
  /** Any of the short texts; which of them, the automaton then says. */
  readonly #anyShort: RegExp | undefined;
  readonly #short: Part;
  readonly #ascii: Part;
  readonly #wide: Part;
  readonly #anyWide: RegExp | undefined;
  /** Length of the shortest value that may have one of the texts: shorter ones need no look. */
  readonly shortest: number;
  /** Whether values are looked at by jumping or natively, not character by character. */
  readonly jumps: boolean;
  readonly #scratch: number[] = [];

  /** `texts` are folded and not empty; the results are their indexes. */
  constructor(texts: readonly string[]) {
    this.#texts = texts;
    // Lower case is never longer than what it is of, but for the dotted capital I, of which it makes two units.
    this.shortest = Math.min(...texts.map((text) => text.replaceAll('i\u0307', 'i').length));
    const wide = [...texts.keys()].filter((index) => /[^\x00-\x7f]/.test(texts[index]!));
    const ascii = [...texts.keys()].filter((index) => !/[^\x00-\x7f]/.test(texts[index]!));
    const textsOf = (indexes: readonly number[]): string[] => indexes.map((index) => texts[index]!);
    this.#wide = { indexes: wide, automaton: undefined };
    this.#ascii = { indexes: ascii, automaton: undefined };
    this.#anyWide = wide.length === 0 ? undefined : wideGuard(textsOf(wide));
    const few = ascii.length <= FEW;
    const short = ascii.filter((index) => few || texts[index]!.length < LONG);
    this.jumps = short.length <= MAX_SHORT;
    const long = this.jumps && !few ? ascii.filter((index) => texts[index]!.length >= LONG) : [];
    this.#long = long.length === 0 ? undefined : { search: new WuManber(textsOf(long)), indexes: long };
    this.#short = this.jumps ? { indexes: short, automaton: undefined } : this.#ascii;
    this.#anyShort = this.jumps && short.length > 0 ? anyOf(textsOf(short), 'g') : undefined;
    const grams = few || !this.jumps ? undefined : coveringGrams(textsOf(ascii));
    const signs = [...FOLDS_TO_ASCII, ...wideUnits(textsOf(wide))];
    this.#cover =
      grams === undefined ? undefined : new RegExp(`${anyOf(grams).source}|[${signs.map(escaped).join('')}]`);
  }

  /** Bytes of the automata built so far. */
  get bytes(): number {
    return [this.#short, this.#ascii, this.#wide].reduce((sum, part) => sum + (part.automaton?.bytes ?? 0), 0);
  }

  /** Adds to `into` the indexes of texts that occur in the value (which is not folded). */
  scan(value: string, into: number[]): void {
    if (value.length < this.shortest) return;
    if (this.#cover !== undefined && !this.#passesCover(this.#cover, value)) return;
    for (let i = 0; i < FOLDS_TO_ASCII.length; i++) {
      if (value.includes(FOLDS_TO_ASCII[i]!)) {
        this.#run(this.#ascii, fold(value), into);
        this.#run(this.#wide, fold(value), into);
        return;
      }
    }
    if (this.#anyWide?.test(value) === true) this.#run(this.#wide, value, into);
    if (this.#long !== undefined) {
      const from = into.length;
      this.#long.search.scan(value, into);
      for (let i = from; i < into.length; i++) into[i] = this.#long.indexes[into[i]!]!;
    }
    if (this.#short.indexes.length === 0) return;
    if (this.#anyShort === undefined || !this.#scanShort(this.#anyShort, value, into))
      this.#run(this.#short, value, into);
  }

  /** Finds the short texts natively; gives up, answering false, where a value is full of them. */
  #scanShort(any: RegExp, value: string, into: number[]): boolean {
    any.lastIndex = 0;
    for (let hits = 0; hits < MAX_SHORT_HITS; hits++) {
      const found = any.exec(value);
      if (found === null) return true;
      for (const index of this.#short.indexes) if (startsAt(this.#texts[index]!, value, found.index)) into.push(index);
      any.lastIndex = found.index + 1;
    }
    return false;
  }

  #passesCover(cover: RegExp, value: string): boolean {
    this.#coverAsked++;
    if (!cover.test(value)) return false;
    this.#coverPassed++;
    if (this.#coverAsked >= COVER_TRIAL && this.#coverPassed > this.#coverAsked * COVER_PASSES) this.#cover = undefined;
    return true;
  }

  #run(part: Part, value: string, into: number[]): void {
    if (part.indexes.length === 0) return;
    part.automaton ??= new AhoCorasick(part.indexes.map((index) => this.#texts[index]!));
    const found = this.#scratch;
    found.length = 0;
    part.automaton.scan(value, fold, found);
    for (let i = 0; i < found.length; i++) into.push(part.indexes[found[i]!]!);
  }
}

function anyOf(texts: readonly string[], flags = ''): RegExp {
  return new RegExp(texts.map((text) => Array.from(text, (char) => eitherCase(char)).join('')).join('|'), flags);
}

function startsAt(text: string, value: string, at: number): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = value.charCodeAt(at + i);
    if ((unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit) !== text.charCodeAt(i)) return false;
  }
  return true;
}

function eitherCase(char: string): string {
  const upper = char.toUpperCase();
  return char === upper ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}` : `[${char}${upper}]`;
}

/** Any of the characters of `wideUnits`. */
function wideGuard(texts: readonly string[]): RegExp {
  return new RegExp(`[${wideUnits(texts).map(escaped).join('')}]`);
}

/** One character beyond ASCII of each text, in any case: a value without all of them has none of the texts. */
function wideUnits(texts: readonly string[]): string[] {
  const units = new Set<string>();
  for (const text of texts) {
    const char = Array.from(text).find((each) => each.codePointAt(0)! > 0x7f)!;
    for (const form of [char, char.toUpperCase(), char.toLowerCase()]) units.add(form[0]!);
    // Folding makes one sigma of three.
    if (char === '\u03c3') units.add('\u03c2');
  }
  return [...units];
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
