import { LIMITS } from '../limits.ts';
import type { Bound, CorrelationRule } from '../model.ts';
import { GroupWindow } from './group.ts';
import type { WindowSnapshot } from './snapshot.ts';

/** What one correlation rule holds and has lost; shown to operators. */
export interface CorrelationCounters {
  readonly ruleId: string;
  /** Groups held now. */
  readonly groups: number;
  /** Groups that were given up before their window closed, because there were too many. */
  readonly evictedGroups: number;
  /** Events that were given up inside a group, because there were too many. */
  readonly evictedEvents: number;
  /** Events older than their group's window when they came. */
  readonly late: number;
  /** Events without one of the group-by fields. */
  readonly ungrouped: number;
  readonly matched: number;
}

/** One event for a correlation, with the texts it asked for. */
export interface Fed {
  readonly scope: string;
  readonly timeMs: number;
  /** Past it lies the future. */
  readonly latestMs: number;
  readonly position: number;
  readonly group: readonly string[];
  readonly value: string | undefined;
  readonly refs: readonly string[];
}

/** A window that satisfies its correlation's condition. */
export interface Satisfied {
  readonly window: GroupWindow;
  readonly scope: string;
  readonly figure: number;
  /** Whether it is news: a group speaks once in a timespan while it goes on matching. */
  readonly fresh: boolean;
}

/** A window and whose it is. */
export interface Held {
  readonly scope: string;
  readonly window: GroupWindow;
}

/** The windows of all groups of one correlation rule. */
export class CorrelationState {
  /** May be exchanged for one of the same digest. */
  rule: CorrelationRule;
  /** Of everything that the windows depend on. */
  readonly digest: string;
  /** Judged when the window closes: the condition could still become false by further events. */
  readonly onClose: boolean;
  readonly #groups = new Map<string, Held>();
  readonly #changed: Set<string>;
  // Kept from call to call: a new iterator would first pass by all that was taken out at the front.
  #tour = this.#groups.entries();
  #oldest = this.#groups.keys();
  /** Open windows in the order they close; only for conditions judged then. */
  #closing: { readonly key: string; readonly openedMs: number; readonly opening: number }[] = [];
  #openings = 0;
  #evictedGroups = 0;
  #evictedEvents = 0;
  #late = 0;
  ungrouped = 0;
  #matched = 0;

  /** @param changed scopes whose windows changed are added here */
  constructor(rule: CorrelationRule, digest: string, changed: Set<string>) {
    this.rule = rule;
    this.digest = digest;
    this.#changed = changed;
    this.onClose = judgedOnClose(rule);
  }

  /** Takes an event in; answers the window it made satisfied, if any. */
  add(fed: Fed): Satisfied | undefined {
    const key = keyOf(fed.scope, fed.group);
    this.#tidy(fed.timeMs);
    let held = this.#groups.get(key);
    // A window of the future was opened under another clock.
    if (held === undefined || held.window.newestMs > fed.latestMs) {
      held = { scope: fed.scope, window: new GroupWindow(this.rule, this.#named(fed.group)) };
      this.#groups.set(key, held);
      if (this.#groups.size > LIMITS.correlationGroups) this.#evict();
    }
    const { window } = held;
    if (window.events === 0 && this.onClose) {
      window.openedMs = fed.timeMs;
      window.opening = ++this.#openings;
      this.#closing.push({ key, openedMs: fed.timeMs, opening: window.opening });
      // Windows of evicted groups stay in the queue; they are weeded out before it can outgrow the groups.
      if (this.#closing.length > 2 * LIMITS.correlationGroups) {
        const open = this.#closing.filter((each) => this.#groups.get(each.key)?.window.openedMs === each.openedMs);
        this.#closing = open;
      }
    }
    const dropped = window.dropped;
    if (!window.add(fed)) {
      this.#late++;
      return undefined;
    }
    this.#changed.add(fed.scope);
    this.#evictedEvents += window.dropped - dropped;
    return this.onClose ? undefined : this.#judge(held);
  }

  /** Judges the windows that have closed by a time. */
  close(nowMs: number): Satisfied[] {
    const found: Satisfied[] = [];
    let closed = 0;
    for (const { key, openedMs } of this.#closing) {
      if (openedMs + this.rule.timespanMs >= nowMs) break;
      closed++;
      const held = this.#groups.get(key);
      if (held === undefined || held.window.openedMs !== openedMs) continue;
      this.#changed.add(held.scope);
      const satisfied = this.#judge(held);
      if (satisfied !== undefined) found.push(satisfied);
    }
    if (closed > 0) this.#closing.splice(0, closed);
    return found;
  }

  /** Gives up windows that were opened past a time, because a clock was set back: they would hold up all others. */
  setBack(latestMs: number): void {
    for (const { key, openedMs } of this.#closing) if (openedMs > latestMs) this.#drop(key);
    this.#closing = this.#closing.filter(({ openedMs }) => openedMs <= latestMs);
  }

  /** All windows, in the order in which too many would be given up. */
  windows(): IterableIterator<Held> {
    return this.#groups.values();
  }

  /** Takes up windows of a scope; of a group that has one already, the one that is there stays. */
  restore(scope: string, windows: readonly WindowSnapshot[]): void {
    for (const snapshot of windows) {
      const key = keyOf(scope, snapshot.group);
      if (this.#groups.has(key)) continue;
      const window = GroupWindow.restored(this.rule, snapshot);
      this.#groups.set(key, { scope, window });
      const { openedMs, opening } = window;
      this.#openings = Math.max(this.#openings, opening);
      if (this.onClose && window.events > 0) this.#closing.push({ key, openedMs, opening });
      if (this.#groups.size > LIMITS.correlationGroups) this.#evict();
    }
    if (this.onClose) this.#closing.sort((a, b) => a.opening - b.opening);
  }

  /** Gives up the windows of some scopes. */
  forget(scopes: ReadonlySet<string>): void {
    for (const [key, { scope }] of this.#groups) if (scopes.has(scope)) this.#groups.delete(key);
  }

  /** Empties a window that was judged on closing, after its match was taken. */
  settle({ window }: Satisfied): void {
    if (this.onClose) window.clear();
  }

  counters(): CorrelationCounters {
    return {
      ruleId: this.rule.id,
      groups: this.#groups.size,
      evictedGroups: this.#evictedGroups,
      evictedEvents: this.#evictedEvents,
      late: this.#late,
      ungrouped: this.ungrouped,
      matched: this.#matched,
    };
  }

  #judge({ scope, window }: Held): Satisfied | undefined {
    const figure = window.figure();
    if (figure === undefined || !this.rule.bounds.every((bound) => within(bound, figure))) {
      if (this.onClose) window.clear();
      return undefined;
    }
    const fresh = window.newestMs - window.matchedMs > this.rule.timespanMs;
    if (fresh) {
      window.matchedMs = window.newestMs;
      this.#matched++;
    }
    return { window, scope, figure, fresh };
  }

  /** Looks at one group more, round and round: drops it when its window has passed. */
  #tidy(nowMs: number): void {
    let next = this.#tour.next();
    if (next.done === true) {
      this.#tour = this.#groups.entries();
      next = this.#tour.next();
    }
    if (next.done === true) return;
    const [key, { window }] = next.value;
    // Told as a change as well: what is kept of a scope that has gone quiet ends with its windows.
    if (window.newestMs + 2 * this.rule.timespanMs < nowMs) this.#drop(key);
  }

  #evict(): void {
    let oldest = this.#oldest.next();
    if (oldest.done === true) {
      this.#oldest = this.#groups.keys();
      oldest = this.#oldest.next();
    }
    if (oldest.done === true) return;
    this.#drop(oldest.value);
    this.#evictedGroups++;
  }

  #drop(key: string): void {
    const held = this.#groups.get(key);
    if (held === undefined) return;
    this.#changed.add(held.scope);
    this.#groups.delete(key);
  }

  #named(values: readonly string[]): Readonly<Record<string, string>> {
    return Object.freeze(Object.fromEntries(this.rule.groupBy.map((field, index) => [field, values[index]!])));
  }
}

function keyOf(scope: string, group: readonly string[]): string {
  return `${scope}\u0000${group.join('\u0000')}`;
}

function within({ op, number }: Bound, figure: number): boolean {
  switch (op) {
    case 'lt':
      return figure < number;
    case 'lte':
      return figure <= number;
    case 'gt':
      return figure > number;
    case 'gte':
      return figure >= number;
    case 'eq':
      return figure === number;
    case 'neq':
      return figure !== number;
  }
}

/** An upper bound holds only for sure when no more events can come; how rare a value is shows at the event itself. */
function judgedOnClose(rule: CorrelationRule): boolean {
  if (rule.type === 'value_percentile' && rule.percentile === undefined) return false;
  return rule.bounds.some(({ op }) => op !== 'gt' && op !== 'gte');
}
