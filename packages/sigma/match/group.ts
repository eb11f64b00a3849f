import { type FieldMapping, mappedReader } from '../fields/mapping.ts';
import type { FieldReader } from '../fields/reader.ts';
import type { EventSource } from '../fields/source.ts';
import { LIMITS } from '../limits.ts';
import type { Expr } from '../model.ts';
import type { Counters } from './counters.ts';
import { FieldIndex } from './field-index.ts';
import { Frame, type Predicate } from './program.ts';
import { type Measured, measuredWeight, requiredTriggers, type Trigger, triggerKey } from './trigger.ts';

/** A rule as the group needs it: its number in the matcher and its condition with filters added. */
export interface GroupRule {
  readonly index: number;
  readonly condition: Expr;
}

/** Events after which a group looks at which of its triggers were poor and takes others for those rules. */
const LEARN_AFTER: readonly number[] = [1_000, 10_000, 100_000];
/** Share of events on which a rule may be evaluated without its trigger being called poor. */
const POOR = 0.02;

/** Values of an event that are remembered as quiet, and their greatest length. */
const QUIET_VALUES = 64;
const QUIET_CHARS = 256;

/** What the triggers of a group's rules are made into. */
interface Prefilter {
  /** Rules without a trigger: evaluated on every event. */
  readonly always: readonly number[];
  readonly indexes: readonly { readonly index: FieldIndex; readonly slot: number }[];
  readonly keywords: FieldIndex | undefined;
}

/** Rules that apply to the same events, compiled together: one index per field, one predicate per distinct test. */
export class Group {
  readonly #frame = new Frame();
  readonly #rules: readonly GroupRule[];
  readonly #predicates: readonly Predicate[];
  #prefilter: Prefilter;
  readonly #readers = new Map<FieldMapping, readonly FieldReader[]>();
  /** Number of the event on which each rule was last evaluated. */
  readonly #seen: Float64Array;
  /** Evaluations of each rule in this group since the last lesson: what was before it says nothing of its triggers. */
  readonly #evaluated: Float64Array;
  readonly #measured = new Map<string, number>();
  readonly #counters: Counters;
  /** Values by their place in the event that made no rule a candidate when last looked at. */
  readonly #quiet: string[] = Array<string>(QUIET_VALUES).fill('');
  #position = 0;
  #event = 0;
  #lessons = 0;
  /** Events before the last lesson. */
  #lessonAt = 0;

  constructor(rules: readonly GroupRule[], counters: Counters) {
    this.#rules = rules;
    this.#counters = counters;
    this.#seen = new Float64Array(rules.length);
    this.#evaluated = new Float64Array(rules.length);
    this.#predicates = rules.map((rule) => this.#frame.compile(rule.condition));
    this.#prefilter = this.#build();
  }

  #build(): Prefilter {
    const { always, byField } = collectTriggers(this.#rules, this.#measured);
    const indexes: { index: FieldIndex; slot: number }[] = [];
    for (const [field, triggers] of byField)
      if (field !== null) indexes.push({ index: new FieldIndex(field, triggers), slot: this.#frame.slot(field) });
    const keywords = byField.get(null);
    return { always, indexes, keywords: keywords === undefined ? undefined : new FieldIndex(null, keywords) };
  }

  /**
   * Takes other triggers for the rules that theirs made candidates too often. Which triggers are used never changes
   * what matches, only how much is evaluated.
   */
  #learn(): void {
    this.#lessons++;
    const events = this.#event - this.#lessonAt;
    // The triggers in use, not those that what is learned here would choose: rules share triggers.
    const before = new Map(this.#measured);
    let poor = false;
    for (const [rule, { condition }] of this.#rules.entries()) {
      const share = this.#evaluated[rule]! / events;
      const set = share > POOR ? requiredTriggers(condition, before) : undefined;
      if (set === undefined) continue;
      poor = true;
      for (const trigger of set.triggers) this.#measured.set(triggerKey(trigger), measuredWeight(share));
    }
    this.#evaluated.fill(0);
    this.#lessonAt = this.#event;
    if (!poor) return;
    this.#prefilter = this.#build();
    this.#quiet.fill('');
  }

  /** Bytes of the automata. */
  get bytes(): number {
    const { indexes, keywords } = this.#prefilter;
    return indexes.reduce((sum, { index }) => sum + index.bytes, keywords?.bytes ?? 0);
  }

  /** Adds to `into` the numbers of the rules that match the event. */
  run(source: EventSource, mapping: FieldMapping, into: number[]): void {
    const frame = this.#frame;
    frame.begin(source, this.#readersFor(mapping));
    if (this.#event++ === LEARN_AFTER[this.#lessons]) this.#learn();
    const { indexes, keywords, always } = this.#prefilter;
    for (let i = 0; i < indexes.length; i++) {
      const { index, slot } = indexes[i]!;
      const text = frame.text(slot);
      if (typeof text === 'string') this.#try(index.candidates(text), into);
      else if (text !== undefined && text !== null)
        for (let j = 0; j < text.length; j++) this.#try(index.candidates(text[j]!), into);
    }
    if (keywords !== undefined) {
      this.#position = 0;
      this.#scanMap(source.event, keywords, into, 0);
    }
    this.#try(always, into);
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
      else if (value.length >= shortest) this.#offer(value, keywords, into);
    }
  }

  /** Neighbouring events have the same host, channel and user in the same place: what said nothing is not asked again. */
  #offer(value: string, keywords: FieldIndex, into: number[]): void {
    const position = this.#position++;
    if (position < QUIET_VALUES && this.#quiet[position] === value) return;
    const candidates = keywords.candidates(value);
    if (candidates.length > 0) this.#try(candidates, into);
    else if (position < QUIET_VALUES && value.length <= QUIET_CHARS) this.#quiet[position] = value;
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
      this.#evaluated[rule]!++;
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
function collectTriggers(
  rules: readonly GroupRule[],
  measured: Measured,
): { always: number[]; byField: TriggersByField } {
  const always: number[] = [];
  const byField: TriggersByField = new Map();
  const distinct = new Map<string, Trigger>();
  for (const [rule, { condition }] of rules.entries()) {
    const set = requiredTriggers(condition, measured);
    if (set === undefined) {
      always.push(rule);
      continue;
    }
    for (const each of set.triggers) {
      const key = triggerKey(each);
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
