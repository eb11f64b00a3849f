import type { FieldReader } from '../fields/reader.ts';
import type { EventSource } from '../fields/source.ts';
import { allTexts, type FieldText, fieldText, fold } from '../fields/text.ts';
import type { Atom, Expr, Test } from '../model.ts';
import { AffixList, affixLists } from './affix-list.ts';
import { compileTextTest } from './text-test.ts';

/** A compiled expression: whether it holds on the event that the frame is on. */
export type Predicate = () => boolean;

/**
 * The fields of the event at hand, for one group of rules. Each field is read and folded at most once per event, and
 * each distinct test is run at most once: a stamp with the event's number tells what is already known.
 */
export class Frame {
  readonly names: string[] = [];
  readonly #slots = new Map<string, number>();
  readonly #texts: FieldText[] = [];
  readonly #folded: FieldText[] = [];
  readonly #textStamp: number[] = [];
  readonly #foldStamp: number[] = [];
  #all: readonly string[] = [];
  #allFolded: readonly string[] = [];
  #allStamp = -1;
  readonly #predicates = new Map<string, Predicate>();
  #epoch = 0;
  #source: EventSource | undefined;
  #readers: readonly FieldReader[] = [];

  /** Moves on to an event; `readers` has one for each of `names`. */
  begin(source: EventSource, readers: readonly FieldReader[]): void {
    this.#source = source;
    this.#readers = readers;
    this.#epoch++;
  }

  /** Forgets the event, so that nothing keeps it alive. */
  end(): void {
    this.#source = undefined;
  }

  slot(name: string): number {
    let slot = this.#slots.get(name);
    if (slot === undefined) {
      slot = this.names.push(name) - 1;
      this.#slots.set(name, slot);
      this.#textStamp.push(0);
      this.#foldStamp.push(0);
      this.#texts.push(undefined);
      this.#folded.push(undefined);
    }
    return slot;
  }

  text(slot: number): FieldText {
    if (this.#textStamp[slot] === this.#epoch) return this.#texts[slot];
    this.#textStamp[slot] = this.#epoch;
    return (this.#texts[slot] = fieldText(this.#readers[slot]!(this.#source!)));
  }

  folded(slot: number): FieldText {
    if (this.#foldStamp[slot] === this.#epoch) return this.#folded[slot];
    this.#foldStamp[slot] = this.#epoch;
    const text = this.text(slot);
    return (this.#folded[slot] = typeof text === 'string' ? fold(text) : Array.isArray(text) ? text.map(fold) : text);
  }

  /** Every value of the event, for keywords. */
  all(): readonly string[] {
    if (this.#allStamp !== this.#epoch) {
      this.#allStamp = this.#epoch;
      this.#all = allTexts(this.#source!.event);
      this.#allFolded = [];
    }
    return this.#all;
  }

  allFolded(): readonly string[] {
    const all = this.all();
    if (this.#allFolded.length !== all.length) this.#allFolded = all.map(fold);
    return this.#allFolded;
  }

  /** Compiles an expression; equal tests on equal fields become one predicate. */
  compile(expr: Expr): Predicate {
    switch (expr.kind) {
      case 'and':
        return allOf(expr.of.map((each) => this.compile(each)));
      case 'or':
        return this.#or(expr.of);
      case 'not': {
        const inner = this.compile(expr.of);
        return () => !inner();
      }
      case 'item':
      case 'search':
        return this.compile(expr.of);
      case 'atom': {
        const key = atomKey(expr);
        let known = this.#predicates.get(key);
        if (known === undefined) this.#predicates.set(key, (known = this.#remembered(this.#atom(expr))));
        return known;
      }
    }
  }

  /** An alternative of many whole values, beginnings and ends of one field becomes one look into a table. */
  #or(of: readonly Expr[]): Predicate {
    const { lists, rest } = affixLists(of);
    const predicates = rest.map((each) => this.compile(each));
    for (const list of lists) {
      const slot = this.slot(list.field);
      let made: AffixList | undefined;
      predicates.push(
        this.#remembered(() => {
          const affixes = (made ??= new AffixList(list.tests));
          const text = this.folded(slot);
          if (typeof text === 'string') return affixes.has(text);
          return text?.some((each) => affixes.has(each)) === true;
        }),
      );
    }
    return anyOf(predicates);
  }

  #remembered(predicate: Predicate): Predicate {
    let stamp = 0;
    let result = false;
    return () => {
      if (stamp === this.#epoch) return result;
      stamp = this.#epoch;
      return (result = predicate());
    };
  }

  #atom({ field, test }: Atom): Predicate {
    if (field === null) return this.#keyword(test);
    const slot = this.slot(field);
    switch (test.kind) {
      case 'exists':
        return () => (this.text(slot) !== undefined) === test.wanted;
      case 'null':
        return () => (this.text(slot) ?? null) === null;
      case 'present':
        return () => (this.text(slot) ?? null) !== null;
      case 'fieldref': {
        const other = this.slot(test.field);
        const get = (at: number): FieldText => (test.cased ? this.text(at) : this.folded(at));
        return () => {
          const [value, wanted] = [get(slot), get(other)];
          if ((value ?? null) === null || (wanted ?? null) === null) return false;
          return [value].flat().some((each) => [wanted].flat().some((text) => compare(test.mode, each!, text!)));
        };
      }
      default: {
        const { folded, test: check } = compileTextTest(test);
        return () => {
          const text = folded ? this.folded(slot) : this.text(slot);
          if (typeof text === 'string') return check(text);
          if (text === undefined || text === null) return false;
          for (let i = 0; i < text.length; i++) if (check(text[i]!)) return true;
          return false;
        };
      }
    }
  }

  #keyword(test: Test): Predicate {
    if (test.kind === 'present') return () => this.all().length > 0;
    if (test.kind === 'null' || test.kind === 'exists' || test.kind === 'fieldref') return () => false;
    const { folded, test: check } = compileTextTest(test);
    return () => (folded ? this.allFolded() : this.all()).some(check);
  }
}

function compare(mode: 'equals' | 'startswith' | 'endswith' | 'contains', value: string, wanted: string): boolean {
  switch (mode) {
    case 'equals':
      return value === wanted;
    case 'startswith':
      return value.startsWith(wanted);
    case 'endswith':
      return value.endsWith(wanted);
    case 'contains':
      return value.includes(wanted);
  }
}

function allOf(of: readonly Predicate[]): Predicate {
  const [a, b] = of;
  if (of.length === 2) return () => a!() && b!();
  return () => {
    for (let i = 0; i < of.length; i++) if (!of[i]!()) return false;
    return true;
  };
}

function anyOf(of: readonly Predicate[]): Predicate {
  const [a, b] = of;
  if (of.length === 2) return () => a!() || b!();
  return () => {
    for (let i = 0; i < of.length; i++) if (of[i]!()) return true;
    return false;
  };
}

function atomKey(atom: Atom): string {
  return JSON.stringify([atom.field, atom.test], (_, value: unknown) =>
    typeof value === 'symbol' ? { symbol: value.description } : typeof value === 'bigint' ? String(value) : value,
  );
}
