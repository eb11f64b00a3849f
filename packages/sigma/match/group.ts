import { type FieldMapping, mappedReader } from '../fields/mapping.ts';
import type { FieldReader } from '../fields/reader.ts';
import type { EventSource } from '../fields/source.ts';
import { LIMITS } from '../limits.ts';
import type { Expr } from '../model.ts';
import type { Counters } from './counters.ts';
import { FieldIndex } from './field-index.ts';
import { Frame, type Predicate } from './program.ts';
import { requiredTriggers, type Trigger } from './trigger.ts';

/** A rule as the group needs it: its number in the matcher and its condition with filters added. */
export interface GroupRule {
  readonly index: number;
  readonly condition: Expr;
}

/** Rules that apply to the same events, compiled together: one index per field, one predicate per distinct test. */
export class Group {
  readonly #frame = new Frame();
  readonly #rules: readonly GroupRule[];
  readonly #predicates: readonly Predicate[];
  /** Rules without a trigger: evaluated on every event. */
  readonly #always: readonly number[];
  readonly #indexes: readonly { readonly index: FieldIndex; readonly slot: number }[];
  readonly #keywords: FieldIndex | undefined;
  readonly #readers = new Map<FieldMapping, readonly FieldReader[]>();
  /** Number of the event on which each rule was last evaluated. */
  readonly #seen: Float64Array;
  readonly #counters: Counters;
  #event = 0;

  constructor(rules: readonly GroupRule[], counters: Counters) {
    this.#rules = rules;
    this.#counters = counters;
    this.#seen = new Float64Array(rules.length);
    this.#predicates = rules.map((rule) => this.#frame.compile(rule.condition));
    const { always, byField } = collectTriggers(rules);
    this.#always = always;
    const indexes: { index: FieldIndex; slot: number }[] = [];
    for (const [field, triggers] of byField)
      if (field !== null) indexes.push({ index: new FieldIndex(field, triggers), slot: this.#frame.slot(field) });
    this.#indexes = indexes;
    const keywords = byField.get(null);
    this.#keywords = keywords === undefined ? undefined : new FieldIndex(null, keywords);
  }

  /** Bytes of the automata. */
  get bytes(): number {
    return this.#indexes.reduce((sum, { index }) => sum + index.bytes, this.#keywords?.bytes ?? 0);
  }

  /** Adds to `into` the numbers of the rules that match the event. */
  run(source: EventSource, mapping: FieldMapping, into: number[]): void {
    const frame = this.#frame;
    frame.begin(source, this.#readersFor(mapping));
    this.#event++;
    for (let i = 0; i < this.#indexes.length; i++) {
      const { index, slot } = this.#indexes[i]!;
      const text = frame.text(slot);
      if (typeof text === 'string') this.#try(index.candidates(text), into);
      else if (text !== undefined && text !== null)
        for (let j = 0; j < text.length; j++) this.#try(index.candidates(text[j]!), into);
    }
    if (this.#keywords !== undefined) this.#scanMap(source.event, this.#keywords, into, 0);
    this.#try(this.#always, into);
    frame.end();
  }

  /**
   * Offers every value of the event to the keywords, as `allTexts` lists them, without making the list. Maps and lists
   * have a loop each: V8 walks the keys of a map fast only where it has never seen a list.
   */
  #scanMap(map: Readonly<Record<string, unknown>>, keywords: FieldIndex, into: number[], depth: number): void {
    const { shortest } = keywords;
    for (const key in map) {
      const value = map[key];
      if (typeof value !== 'string') this.#scanOther(value, keywords, into, depth);
      else if (value.length >= shortest) this.#try(keywords.candidates(value), into);
    }
  }

  #scanOther(value: unknown, keywords: FieldIndex, into: number[], depth: number): void {
    if (value === null || value === undefined) return;
    if (typeof value !== 'object') this.#try(keywords.candidates(String(value)), into);
    else if (depth >= LIMITS.eventDepth) return;
    else if (Array.isArray(value)) for (const each of value) this.#scanOther(each, keywords, into, depth + 1);
    else this.#scanMap(value as Readonly<Record<string, unknown>>, keywords, into, depth + 1);
  }

  #try(candidates: readonly number[], into: number[]): void {
    for (let i = 0; i < candidates.length; i++) {
      const rule = candidates[i]!;
      if (this.#seen[rule] === this.#event) continue;
      this.#seen[rule] = this.#event;
      const { index } = this.#rules[rule]!;
      if (this.#counters.run(index, this.#predicates[rule]!)) into.push(index);
    }
  }

  #readersFor(mapping: FieldMapping): readonly FieldReader[] {
    let readers = this.#readers.get(mapping);
    if (readers === undefined) {
      readers = this.#frame.names.map((name) => mappedReader(name, mapping));
      this.#readers.set(mapping, readers);
    }
    return readers;
  }
}

type TriggersByField = Map<string | null, Map<Trigger, number[]>>;

/** The triggers of all rules by field, each literal once with all the rules that wait for it. */
function collectTriggers(rules: readonly GroupRule[]): { always: number[]; byField: TriggersByField } {
  const always: number[] = [];
  const byField: TriggersByField = new Map();
  const distinct = new Map<string, Trigger>();
  for (const [rule, { condition }] of rules.entries()) {
    const set = requiredTriggers(condition);
    if (set === undefined) {
      always.push(rule);
      continue;
    }
    for (const each of set.triggers) {
      const key = `${each.kind}|${each.field ?? ''}|${each.field === null}|${each.text}`;
      const trigger = distinct.get(key) ?? each;
      distinct.set(key, trigger);
      const triggers = byField.get(trigger.field) ?? new Map<Trigger, number[]>();
      byField.set(trigger.field, triggers);
      const waiting = triggers.get(trigger) ?? [];
      if (waiting.at(-1) !== rule) waiting.push(rule);
      triggers.set(trigger, waiting);
    }
  }
  return { always, byField };
}
