import type { RuleError } from '../errors.ts';
import type { FieldMapping } from '../fields/mapping.ts';
import { mappedReader } from '../fields/mapping.ts';
import type { FieldReader } from '../fields/reader.ts';
import { type EventRecord, type EventSource, eventSource } from '../fields/source.ts';
import { fieldText } from '../fields/text.ts';
import { LIMITS } from '../limits.ts';
import { Classifier, ruleMapping } from '../logsource/classify.ts';
import type { CorrelationRule, DetectionRule, SigmaRule } from '../model.ts';
import { windowDigests } from './digest.ts';
import { type Consumer, resolveCorrelations } from './references.ts';
import { type CorrelationSnapshot, readSnapshot, type SnapshotRule, snapshotOf } from './snapshot.ts';
import { type CorrelationCounters, CorrelationState, type Held, type Satisfied } from './state.ts';

/** A correlation that holds for a group. */
export interface CorrelationMatch {
  readonly rule: CorrelationRule;
  /** Milliseconds since the epoch of the first and last event in the window. */
  readonly firstMs: number;
  readonly timeMs: number;
  /** Values of the group-by fields. */
  readonly group: Readonly<Record<string, string>>;
  /** What the condition compared: a count, a sum, a mean, a percentile. */
  readonly figure: number;
  /** Events (or matches of inner correlations) in the window. */
  readonly count: number;
  /** References to the newest events behind it, oldest first, at most `LIMITS.correlationRefs`. */
  readonly refs: readonly string[];
  readonly scope: string;
}

/** What a fed match is of: a rule by its id. */
export interface FedMatch {
  readonly rule: Pick<DetectionRule, 'id'> & Partial<Pick<DetectionRule, 'logsource'>>;
}

export interface FeedContext {
  /** Whose event it is; groups of different scopes (tenants) never meet. */
  readonly scope?: string;
  /** Reference to the event, given back in `refs`. */
  readonly ref?: string;
  /**
   * When the event came in, milliseconds since the epoch. One that claims to come from the future counts as of now, and
   * windows that lie ahead of now, because a clock was set back, begin anew: else what follows would be late for them.
   */
  readonly receivedMs?: number;
}

/** Correlates matches in order of arrival; state is bounded and incremental. One thread. */
export interface Correlator {
  /** Takes the match of a rule on an event; answers the correlations that it, or the time it brings, made true. */
  feed(match: FedMatch, event: EventRecord, timeMs: number, context?: FeedContext): CorrelationMatch[];
  /** Tells that a time has come, so that windows close without events; answers what that made true. */
  advance(timeMs: number): CorrelationMatch[];
  /** Whether any correlation waits for matches of the rule. */
  wants(ruleId: string): boolean;
  readonly correlations: readonly CorrelationRule[];
  readonly rejected: readonly RuleError[];
  counters(): CorrelationCounters[];
  /**
   * The windows of the scopes that changed since they were last given, one scope after the other; a scope that is not
   * fetched from the iterator stays changed.
   */
  snapshots(): IterableIterator<readonly [scope: string, snapshot: CorrelationSnapshot]>;
  /**
   * Takes up the windows of a scope. Those of rules that are gone, or that would count something else today, are left
   * out; groups that have a window already keep it.
   *
   * @param snapshot what `snapshots` gave, perhaps in another process, as plain data
   * @throws HaechiError `correlation_state_invalid`: nothing of it was taken up
   */
  restore(scope: string, snapshot: unknown): void;
  /** Gives up the windows of scopes. */
  forget(scopes: ReadonlySet<string>): void;
}

const NO_MATCHES: CorrelationMatch[] = [];

/**
 * A correlator for the correlation rules among `rules`; the rules they refer to must be among them too.
 *
 * @param before gives its windows to this one, and is used no more; those of rules that changed or are gone end with it
 */
export function correlator(rules: readonly SigmaRule[], before?: Correlator): Correlator {
  return new Correlation(rules, before instanceof Correlation ? before : undefined);
}

class Correlation implements Correlator {
  readonly correlations: readonly CorrelationRule[];
  readonly rejected: readonly RuleError[];
  readonly #consumers: ReadonlyMap<string, readonly Consumer[]>;
  readonly #silent: ReadonlySet<string>;
  readonly #states = new Map<string, CorrelationState>();
  readonly #closing: readonly CorrelationState[];
  readonly #rules: ReadonlyMap<string, SigmaRule>;
  readonly #classifier = new Classifier(false);
  readonly #readers = new Map<string, FieldReader>();
  /** Scopes whose windows changed. */
  readonly #changed: Set<string>;
  #nowMs = Number.NEGATIVE_INFINITY;

  constructor(rules: readonly SigmaRule[], before: Correlation | undefined) {
    const resolved = resolveCorrelations(rules);
    this.correlations = resolved.correlations;
    this.rejected = resolved.rejected;
    this.#consumers = resolved.consumers;
    this.#silent = resolved.silent;
    this.#rules = new Map(rules.map((rule) => [rule.id, rule]));
    this.#changed = before === undefined ? new Set() : before.#changed;
    if (before !== undefined) this.#nowMs = before.#nowMs;
    const digests = windowDigests(this.correlations, resolved.byReference);
    for (const rule of this.correlations) {
      const digest = digests.get(rule.id)!;
      const kept = before === undefined ? undefined : before.#states.get(rule.id);
      if (kept?.digest !== digest) this.#states.set(rule.id, new CorrelationState(rule, digest, this.#changed));
      else {
        kept.rule = rule;
        this.#states.set(rule.id, kept);
      }
    }
    if (before !== undefined) before.#noteGone(this.#states);
    this.#closing = [...this.#states.values()].filter((state) => state.onClose);
  }

  feed(match: FedMatch, event: EventRecord, claimedMs: number, context: FeedContext = {}): CorrelationMatch[] {
    const consumers = this.#consumers.get(match.rule.id);
    if (consumers === undefined) return NO_MATCHES;
    const { receivedMs = Number.POSITIVE_INFINITY } = context;
    const latestMs = receivedMs + LIMITS.correlationAheadMs;
    const timeMs = claimedMs > latestMs ? receivedMs : claimedMs;
    if (this.#nowMs > latestMs) this.#setBack(latestMs);
    const found = this.advance(timeMs);
    const source = eventSource(event);
    const { logsource } = match.rule;
    const mapping =
      logsource === undefined
        ? 'none'
        : (ruleMapping(logsource, this.#classifier.classify(source, logsource)) ?? 'none');
    const refs = context.ref === undefined ? [] : [context.ref];
    const into = found === NO_MATCHES ? [] : found;
    for (const consumer of consumers)
      this.#offer(
        consumer,
        match.rule.id,
        { source, mapping, timeMs, latestMs, scope: context.scope ?? '', refs, group: NO_GROUP },
        into,
      );
    return into;
  }

  advance(timeMs: number): CorrelationMatch[] {
    if (timeMs <= this.#nowMs) return NO_MATCHES;
    this.#nowMs = timeMs;
    let found = NO_MATCHES;
    for (const state of this.#closing) {
      for (const satisfied of state.close(timeMs)) {
        if (found === NO_MATCHES) found = [];
        this.#take(state, satisfied, EMPTY_SOURCE, 'none', Number.POSITIVE_INFINITY, found);
      }
    }
    return found;
  }

  #setBack(latestMs: number): void {
    this.#nowMs = Number.NEGATIVE_INFINITY;
    for (const state of this.#closing) state.setBack(latestMs);
  }

  wants(ruleId: string): boolean {
    return this.#consumers.has(ruleId);
  }

  counters(): CorrelationCounters[] {
    return [...this.#states.values()].map((state) => state.counters());
  }

  *snapshots(): IterableIterator<readonly [string, CorrelationSnapshot]> {
    const byScope = new Map<string, [SnapshotRule, Held][]>();
    for (const scope of this.#changed) byScope.set(scope, []);
    for (const state of this.#states.values())
      for (const held of state.windows()) byScope.get(held.scope)?.push([state, held]);
    for (const [scope, windows] of byScope) {
      this.#changed.delete(scope);
      yield [scope, snapshotOf(this.#nowMs, windows)];
    }
  }

  restore(scope: string, snapshot: unknown): void {
    const { nowMs, windows } = readSnapshot(snapshot, this.#states);
    for (const [ruleId, restored] of windows) this.#states.get(ruleId)!.restore(scope, restored);
    this.#nowMs = Math.max(this.#nowMs, nowMs);
  }

  forget(scopes: ReadonlySet<string>): void {
    for (const state of this.#states.values()) state.forget(scopes);
    for (const scope of scopes) this.#changed.delete(scope);
  }

  /** Counts the scopes as changed that lose windows because their rule is not among the ones to come. */
  #noteGone(next: ReadonlyMap<string, CorrelationState>): void {
    for (const [id, state] of this.#states)
      if (next.get(id) !== state) for (const { scope } of state.windows()) this.#changed.add(scope);
  }

  #offer({ correlation, position }: Consumer, from: string, happened: Happened, into: CorrelationMatch[]): void {
    const state = this.#states.get(correlation.id)!;
    const group: string[] = [];
    for (const field of correlation.groupBy) {
      const value = this.#value(this.#fieldFor(correlation, from, field), happened);
      if (value === undefined) {
        state.ungrouped++;
        return;
      }
      group.push(value);
    }
    const { scope, timeMs, latestMs, refs } = happened;
    const satisfied = state.add({
      scope,
      timeMs,
      latestMs,
      position,
      group,
      refs,
      value: this.#counted(correlation, from, happened),
    });
    if (satisfied !== undefined) this.#take(state, satisfied, happened.source, happened.mapping, latestMs, into);
  }

  /** Reports a satisfied window, and feeds it to the correlations that wait for this one. */
  #take(
    state: CorrelationState,
    satisfied: Satisfied,
    source: EventSource,
    mapping: FieldMapping,
    latestMs: number,
    into: CorrelationMatch[],
  ): void {
    const { window, scope, figure, fresh } = satisfied;
    const { rule } = state;
    const { group, newestMs: timeMs, oldestMs: firstMs, events: count } = window;
    const waiting = this.#consumers.get(rule.id);
    const reports = fresh && !this.#silent.has(rule.id);
    const refs = reports || waiting !== undefined ? window.refs() : [];
    state.settle(satisfied);
    if (reports) into.push({ rule, firstMs, timeMs, group, figure, count, refs, scope });
    for (const consumer of waiting ?? [])
      this.#offer(consumer, rule.id, { source, mapping, timeMs, latestMs, scope, refs, group }, into);
  }

  /** The field that an alias stands for in events of a rule; else the name itself. */
  #fieldFor(correlation: CorrelationRule, ruleId: string, field: string): string {
    const alias = correlation.aliases.get(field);
    if (alias === undefined) return field;
    const name = this.#rules.get(ruleId)?.name;
    return alias.get(ruleId) ?? (name === undefined ? undefined : alias.get(name)) ?? field;
  }

  #counted(correlation: CorrelationRule, ruleId: string, happened: Happened): string | undefined {
    const { valueFields } = correlation;
    if (valueFields.length === 0) return undefined;
    const values = valueFields.map((field) => this.#value(this.#fieldFor(correlation, ruleId, field), happened));
    return values.includes(undefined) ? undefined : values.join('\u0000');
  }

  /** A field of what happened: of an inner correlation first its group, then the event that completed it. */
  #value(field: string, { source, mapping, group }: Happened): string | undefined {
    if (Object.hasOwn(group, field)) return group[field];
    const key = `${mapping}|${field}`;
    let reader = this.#readers.get(key);
    if (reader === undefined) this.#readers.set(key, (reader = mappedReader(field, mapping)));
    const text = fieldText(reader(source));
    return text === undefined || text === null ? undefined : typeof text === 'string' ? text : text.join(',');
  }
}

/** A match on its way to a correlation. */
interface Happened {
  readonly source: EventSource;
  readonly mapping: FieldMapping;
  readonly timeMs: number;
  /** Past it lies the future. */
  readonly latestMs: number;
  readonly scope: string;
  readonly refs: readonly string[];
  readonly group: Readonly<Record<string, string>>;
}

const NO_GROUP: Readonly<Record<string, string>> = Object.freeze({});
const EMPTY_SOURCE: EventSource = eventSource({});
