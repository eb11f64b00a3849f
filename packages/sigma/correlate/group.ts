import { LIMITS } from '../limits.ts';
import type { CorrelationRule } from '../model.ts';
import { createMeasure, type Measure } from './measure.ts';
import { InOrder, Together } from './sequence.ts';
import type { WindowSnapshot } from './snapshot.ts';

/** One event of a window. */
interface Entry {
  readonly timeMs: number;
  readonly position: number;
  readonly value: string | undefined;
  /** References to the events behind it. */
  readonly refs: readonly string[];
  /** Of some entries: what the sequence knew before this one came. */
  before: Float64Array | undefined;
}

/** Entries from one that keeps the sequence's state to the next: what a late event makes it go back at the most. */
const STATE_EVERY = 64;

/** The sliding window of one group of one correlation. */
export class GroupWindow {
  /** Values of the group-by fields. */
  readonly group: Readonly<Record<string, string>>;
  readonly #rule: CorrelationRule;
  readonly #entries: Entry[] = [];
  /** Entries before this one have left the window. */
  #head = 0;
  readonly #measure: Measure | undefined;
  #sequence: Together | InOrder | undefined;
  /** Entries since the last that keeps the sequence's state. */
  #sinceState = 0;
  #newestMs = Number.NEGATIVE_INFINITY;
  /** When the window was opened; for conditions that are judged when it closes. */
  openedMs = Number.NEGATIVE_INFINITY;
  /** Its place in the order in which windows of its rule were opened. */
  opening = 0;
  /** When it last gave a match. */
  matchedMs = Number.NEGATIVE_INFINITY;
  /** Events dropped because the window was full. */
  dropped = 0;

  constructor(rule: CorrelationRule, group: Readonly<Record<string, string>>) {
    this.#rule = rule;
    this.group = group;
    this.#sequence = newSequence(rule);
    this.#measure = this.#sequence === undefined ? createMeasure(rule) : undefined;
  }

  /**
   * The window that a snapshot was taken of. Chains are followed again over the events that are left, and sums are made
   * anew: what rounding or events given up for want of room had left in them is gone.
   */
  static restored(rule: CorrelationRule, snapshot: WindowSnapshot): GroupWindow {
    const { group, newestMs, openedMs, opening, matchedMs, times, positions, values, refs } = snapshot;
    const named = Object.fromEntries(rule.groupBy.map((field, index) => [field, group[index]!]));
    const window = new GroupWindow(rule, Object.freeze(named));
    const withoutRefs = times.length - refs.length;
    for (const [index, timeMs] of times.entries())
      window.add({
        timeMs,
        position: positions?.[index] ?? 0,
        value: values?.[index] ?? undefined,
        refs: refs[index - withoutRefs] ?? NO_REFS,
      });
    window.#newestMs = newestMs;
    window.openedMs = openedMs ?? Number.NEGATIVE_INFINITY;
    window.opening = opening;
    window.matchedMs = matchedMs ?? Number.NEGATIVE_INFINITY;
    return window;
  }

  /** The window as plain data; references that no match can list any more are left out. */
  snapshot(): WindowSnapshot {
    const entries = this.#entries.slice(this.#head);
    const refs: (readonly string[])[] = [];
    let room: number = LIMITS.correlationRefs;
    for (let i = entries.length - 1; i >= 0 && room > 0; i--) {
      const kept = entries[i]!.refs.slice(-room);
      refs.push(kept);
      room -= kept.length;
    }
    return {
      group: Object.values(this.group),
      newestMs: this.#newestMs,
      openedMs: finite(this.openedMs),
      opening: this.opening,
      matchedMs: finite(this.matchedMs),
      times: entries.map(({ timeMs }) => timeMs),
      ...(entries.some(({ position }) => position > 0) ? { positions: entries.map(({ position }) => position) } : {}),
      ...(entries.some(({ value }) => value !== undefined)
        ? { values: entries.map(({ value }) => value ?? null) }
        : {}),
      refs: refs.reverse(),
    };
  }

  get newestMs(): number {
    return this.#newestMs;
  }

  get oldestMs(): number {
    return this.#entries[this.#head]?.timeMs ?? Number.NEGATIVE_INFINITY;
  }

  get events(): number {
    return this.#entries.length - this.#head;
  }

  /** Takes an event in; answers false where it is too old for the window. */
  add(given: Omit<Entry, 'before'>): boolean {
    const { timeMs, position, value, refs } = given;
    const entry: Entry = { timeMs, position, value, refs, before: undefined };
    const late = entry.timeMs < this.#newestMs;
    if (late && entry.timeMs < this.#newestMs - this.#rule.timespanMs) return false;
    if (late) this.#insert(entry);
    else {
      this.#newestMs = entry.timeMs;
      this.#entries.push(entry);
      this.#follow(entry);
    }
    this.#measure?.add(entry.value);
    this.expire(this.#newestMs - this.#rule.timespanMs);
    if (this.events > LIMITS.correlationEvents) {
      this.#shift();
      this.dropped++;
    }
    return true;
  }

  /** Drops what is older. */
  expire(oldestMs: number): void {
    while (this.events > 0 && this.#entries[this.#head]!.timeMs < oldestMs) this.#shift();
  }

  /** Empties the window after it has been judged. */
  clear(): void {
    while (this.events > 0) this.#shift();
    this.#sequence = newSequence(this.#rule);
    this.#sinceState = 0;
  }

  figure(): number | undefined {
    const latest = this.#entries.at(-1)?.value;
    return this.#sequence?.figure(this.#newestMs) ?? this.#measure?.figure(latest);
  }

  /** References to the newest events, oldest first. */
  refs(): string[] {
    const refs: string[] = [];
    for (let i = this.#entries.length - 1; i >= this.#head && refs.length < LIMITS.correlationRefs; i--)
      refs.unshift(...this.#entries[i]!.refs.slice(refs.length - LIMITS.correlationRefs));
    return [...new Set(refs)];
  }

  #shift(): void {
    this.#measure?.remove(this.#entries[this.#head]!.value);
    this.#head++;
    if (this.#head > 64 && this.#head * 2 > this.#entries.length) {
      this.#entries.splice(0, this.#head);
      this.#head = 0;
    }
  }

  /**
   * Puts a late event in its place. Chains are followed again from the last known state before it, and no further than to
   * a known state behind it that it does not change.
   */
  #insert(entry: Entry): void {
    const entries = this.#entries;
    const at = this.#placeOf(entry.timeMs);
    entries.splice(at, 0, entry);
    const sequence = this.#sequence;
    if (!(sequence instanceof InOrder)) {
      sequence?.add(entry);
      return;
    }
    const latest = sequence.state();
    let from = at;
    while (from > this.#head && entries[from]!.before === undefined) from--;
    sequence.restore(entries[from]!.before);
    let since = 0;
    for (let i = from; i < entries.length; i++) {
      const next = entries[i]!;
      if (i > from && next.before !== undefined && sequence.isSame(next.before, next.timeMs)) {
        sequence.restore(latest);
        return;
      }
      if ((i > from && next.before !== undefined) || since === STATE_EVERY) {
        next.before = sequence.state();
        since = 0;
      }
      sequence.add(next);
      since++;
    }
    this.#sinceState = since;
  }

  /** Index behind the last entry that is not newer. */
  #placeOf(timeMs: number): number {
    let low = this.#head;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#entries[middle]!.timeMs > timeMs) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #follow(entry: Entry): void {
    if (this.#sequence instanceof InOrder && ++this.#sinceState > STATE_EVERY) {
      entry.before = this.#sequence.state();
      this.#sinceState = 1;
    }
    this.#sequence?.add(entry);
  }
}

const NO_REFS: readonly string[] = [];

function finite(ms: number): number | null {
  return Number.isFinite(ms) ? ms : null;
}

function newSequence(rule: CorrelationRule): Together | InOrder | undefined {
  if (rule.type === 'temporal') return new Together(rule.rules.length, rule.timespanMs);
  return rule.type === 'temporal_ordered' ? new InOrder(rule.rules.length, rule.timespanMs) : undefined;
}
