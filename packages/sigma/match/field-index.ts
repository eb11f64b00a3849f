import { fold } from '../fields/text.ts';
import { AffixTree } from './affix-tree.ts';
import { LiteralSet } from './literal-set.ts';
import type { Trigger } from './trigger.ts';

/** Values remembered per field; logs repeat the same few hundred paths and words. */
const MEMO_ENTRIES = 1_024;
/** UTF-16 units of a value worth remembering; longer ones (command lines, scripts) rarely come twice. */
const MEMO_CHARS = 256;
/** Values after which remembering is judged, and the share that must have been known for it to go on. */
const MEMO_TRIAL = 8_192;
const MEMO_WORTH = 1 / 8;
const NONE: readonly number[] = [];

/** All triggers of one field in a group of rules: tells for a value which rules become candidates. */
export class FieldIndex {
  /** Field name; null: any value of the event. */
  readonly field: string | null;
  /** Rules (index in the group) by trigger. */
  readonly #rules: readonly (readonly number[])[];
  readonly #equals = new Map<string, number>();
  readonly #starts: AffixTree | undefined;
  readonly #ends: AffixTree | undefined;
  readonly #contains: LiteralSet | undefined;
  readonly #containsIndex: readonly number[];
  readonly #affixed: boolean;
  /** Whether looking a value up is cheaper than looking at it again. */
  #remembers: boolean;
  #memoAsked = 0;
  #memoKnew = 0;
  /** Two generations: what was used lately survives when the older one is dropped. */
  #memo = new Map<string, readonly number[]>();
  #older = new Map<string, readonly number[]>();
  readonly #hits: number[] = [];

  constructor(field: string | null, triggers: ReadonlyMap<Trigger, readonly number[]>) {
    this.field = field;
    const rules: (readonly number[])[] = [];
    const starts = new Map<string, number>();
    const ends = new Map<string, number>();
    const contains = new Map<string, number>();
    for (const [trigger, ofRules] of triggers) {
      const index = rules.push(ofRules) - 1;
      const table = { equals: this.#equals, startswith: starts, endswith: ends, contains }[trigger.kind];
      table.set(trigger.text, index);
    }
    this.#rules = rules;
    this.#starts = starts.size === 0 ? undefined : new AffixTree(starts, 'startswith');
    this.#ends = ends.size === 0 ? undefined : new AffixTree(ends, 'endswith');
    this.#contains = contains.size === 0 ? undefined : new LiteralSet([...contains.keys()]);
    this.#containsIndex = [...contains.values()];
    this.#affixed = this.#equals.size > 0 || this.#starts !== undefined || this.#ends !== undefined;
    this.#remembers = this.#starts !== undefined || this.#ends !== undefined || this.#contains?.jumps === false;
  }

  /** Length of the shortest value that can be of interest. */
  get shortest(): number {
    return this.#affixed ? 0 : (this.#contains?.shortest ?? 0);
  }

  /** Bytes of the automaton. */
  get bytes(): number {
    return this.#contains?.bytes ?? 0;
  }

  /** The rules (indexes in the group) that the value makes candidates. */
  candidates(value: string): readonly number[] {
    if (!this.#remembers || value.length > MEMO_CHARS) return this.#find(value);
    // Addresses, messages and the like are new each time: then remembering them only costs.
    if (this.#memoAsked++ === MEMO_TRIAL && this.#memoKnew < MEMO_TRIAL * MEMO_WORTH) {
      this.#remembers = false;
      this.#memo.clear();
      this.#older.clear();
      return this.#find(value);
    }
    const known = this.#memo.get(value);
    if (known !== undefined) {
      this.#memoKnew++;
      return known;
    }
    const remembered = this.#older.get(value);
    if (remembered !== undefined) this.#memoKnew++;
    const found = remembered ?? this.#find(value);
    if (this.#memo.size >= MEMO_ENTRIES) {
      this.#older = this.#memo;
      this.#memo = new Map();
    }
    this.#memo.set(value, found);
    return found;
  }

  #find(value: string): readonly number[] {
    const hits = this.#hits;
    hits.length = 0;
    if (this.#contains !== undefined) {
      this.#contains.scan(value, hits);
      if (hits.length === 0 && !this.#affixed) return NONE;
    }
    for (let i = 0; i < hits.length; i++) hits[i] = this.#containsIndex[hits[i]!]!;
    if (this.#affixed) {
      const folded = fold(value);
      const equal = this.#equals.get(folded);
      if (equal !== undefined) hits.push(equal);
      this.#starts?.scan(folded, hits);
      this.#ends?.scan(folded, hits);
    }
    if (hits.length === 0) return NONE;
    if (hits.length === 1) return this.#rules[hits[0]!]!;
    const rules = new Set<number>();
    for (let i = 0; i < hits.length; i++) {
      const ofHit = this.#rules[hits[i]!]!;
      for (let j = 0; j < ofHit.length; j++) rules.add(ofHit[j]!);
    }
    return [...rules];
  }
}
