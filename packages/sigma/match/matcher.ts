import type { Logsource } from '@haechi/event';
import type { RuleError } from '../errors.ts';
import type { FieldMapping } from '../fields/mapping.ts';
import { type EventRecord, eventSource } from '../fields/source.ts';
import { Classifier, type EventClass, ruleMapping } from '../logsource/classify.ts';
import type { CorrelationRule, DetectionRule, FilterRule, SigmaRule } from '../model.ts';
import { Counters, type RuleCounters } from './counters.ts';
import { requiredEventIds } from './event-ids.ts';
import { danglingFilters, filteredCondition } from './filters.ts';
import { Group, type GroupRule } from './group.ts';

/** A rule that matched an event. The same object is given each time the rule matches. */
export interface RuleMatch {
  readonly rule: DetectionRule;
  /** Only feeds correlations (`generate: false`, the default): not a finding of its own. */
  readonly silent: boolean;
}

export interface CompileOptions {
  /** Rules that also report by themselves although a correlation refers to them. */
  readonly generateAll?: boolean;
  /** Takes Security 5156 (Windows Filtering Platform) for `network_connection`; the taxonomy names only Sysmon 3. */
  readonly networkAudit?: boolean;
}

/** A set of rules ready to match events. Not shared between threads; one event at a time. */
export interface Matcher {
  /**
   * The rules that match the event, in the order they were compiled in. `logsource` is what the decoder knows; for
   * Windows records service and category are found from channel, provider and event id.
   */
  match(event: EventRecord, logsource?: Logsource): readonly RuleMatch[];
  /** The detection rules that are compiled. */
  readonly rules: readonly DetectionRule[];
  /** Rules that were left out (duplicates, filters that name nothing), and why. */
  readonly rejected: readonly RuleError[];
  /** What a rule has done so far; `undefined` for an unknown id. */
  counters(ruleId: string): RuleCounters | undefined;
  /** Compiles all groups at once, which otherwise happens at the first event of each kind. */
  warm(): void;
  /** Bytes of the automata compiled so far. */
  readonly bytes: number;
}

/** One group on one event's fields. */
interface Lane {
  readonly group: Group;
  readonly mapping: FieldMapping;
}

interface CompiledRule extends GroupRule {
  readonly rule: DetectionRule;
  readonly eventIds: ReadonlySet<string> | undefined;
  readonly match: RuleMatch;
}

/** Routes kept; as many as there are classes in the classifier's cache. */
const ROUTES = 5_000;
const NO_MATCHES: readonly RuleMatch[] = Object.freeze([]);

/**
 * Compiles rules into a matcher: filters are added to the rules they name, rules are sorted by log source and event id,
 * and each such group gets its prefilter when the first event of its kind comes.
 */
export function compile(rules: readonly SigmaRule[], options: CompileOptions = {}): Matcher {
  const filters = rules.filter((rule): rule is FilterRule => rule.kind === 'filter');
  const detections = rules.filter((rule): rule is DetectionRule => rule.kind === 'detection');
  const silent = options.generateAll === true ? new Set<string>() : silentRules(rules);
  const rejected: RuleError[] = [];
  const byId = new Map<string, CompiledRule>();
  for (const rule of detections) {
    const first = byId.get(rule.id);
    if (first !== undefined) {
      const reason = `the id is also that of '${first.rule.title}'${first.rule.path === undefined ? '' : ` in ${first.rule.path}`}`;
      rejected.push({
        code: 'duplicate_id',
        reason,
        ruleId: rule.id,
        ...(rule.path === undefined ? {} : { path: rule.path }),
      });
      continue;
    }
    const condition = filteredCondition(rule, filters);
    const match = Object.freeze({
      rule,
      silent: silent.has(rule.id) || (rule.name !== undefined && silent.has(rule.name)),
    });
    byId.set(rule.id, { rule, condition, eventIds: requiredEventIds(condition), match, index: byId.size });
  }
  const names = new Set(detections.flatMap((rule) => (rule.name === undefined ? [rule.id] : [rule.id, rule.name])));
  rejected.push(...danglingFilters(filters, names));
  return new RoutedMatcher([...byId.values()], rejected, new Classifier(options.networkAudit === true));
}

function silentRules(rules: readonly SigmaRule[]): Set<string> {
  const correlations = rules.filter((rule): rule is CorrelationRule => rule.kind === 'correlation');
  return new Set(correlations.filter((rule) => !rule.generate).flatMap((rule) => rule.rules));
}

class RoutedMatcher implements Matcher {
  readonly rules: readonly DetectionRule[];
  readonly rejected: readonly RuleError[];
  readonly #compiled: readonly CompiledRule[];
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #byLogsource = new Map<string, { logsource: Logsource; rules: CompiledRule[] }>();
  readonly #counters: Counters;
  readonly #classifier: Classifier;
  readonly #groups = new Map<string, Group>();
  readonly #routes = new Map<EventClass, readonly Lane[]>();
  readonly #found: number[] = [];

  constructor(compiled: readonly CompiledRule[], rejected: readonly RuleError[], classifier: Classifier) {
    this.#classifier = classifier;
    this.#compiled = compiled;
    this.#indexes = new Map(compiled.map((each, index) => [each.rule.id, index]));
    this.rules = compiled.map((each) => each.rule);
    this.rejected = rejected;
    this.#counters = new Counters(compiled.length);
    for (const each of compiled) {
      const { product = '', category = '', service = '' } = each.rule.logsource;
      const key = `${product}|${category}|${service}`;
      const bucket = this.#byLogsource.get(key) ?? { logsource: each.rule.logsource, rules: [] };
      bucket.rules.push(each);
      this.#byLogsource.set(key, bucket);
    }
  }

  get bytes(): number {
    let bytes = 0;
    for (const group of this.#groups.values()) bytes += group.bytes;
    return bytes;
  }

  match(event: EventRecord, logsource?: Logsource): readonly RuleMatch[] {
    const source = eventSource(event);
    const lanes = this.#route(this.#classifier.classify(source, logsource));
    const found = this.#found;
    found.length = 0;
    for (let i = 0; i < lanes.length; i++) lanes[i]!.group.run(source, lanes[i]!.mapping, found);
    if (found.length === 0) return NO_MATCHES;
    if (found.length > 1) found.sort((a, b) => a - b);
    return found.map((index) => this.#compiled[index]!.match);
  }

  counters(ruleId: string): RuleCounters | undefined {
    const index = this.#indexes.get(ruleId);
    return index === undefined ? undefined : this.#counters.of(index);
  }

  warm(): void {
    for (const key of this.#byLogsource.keys()) {
      const { rules } = this.#byLogsource.get(key)!;
      for (const id of new Set(rules.flatMap((each) => [...(each.eventIds ?? [])]))) this.#group(key, id);
      this.#group(key, undefined);
    }
  }

  #route(event: EventClass): readonly Lane[] {
    const known = this.#routes.get(event);
    if (known !== undefined) return known;
    const lanes: Lane[] = [];
    for (const [key, { logsource }] of this.#byLogsource) {
      const mapping = ruleMapping(logsource, event);
      const group = mapping === undefined ? undefined : this.#group(key, event.eventId);
      if (mapping !== undefined && group !== undefined) lanes.push({ group, mapping });
    }
    if (this.#routes.size >= ROUTES) this.#routes.clear();
    this.#routes.set(event, lanes);
    return lanes;
  }

  /** The group of a log source for one event id: rules that wait for another id are left out. */
  #group(key: string, eventId: string | undefined): Group | undefined {
    const { rules } = this.#byLogsource.get(key)!;
    const fitting =
      eventId === undefined ? rules : rules.filter((each) => each.eventIds === undefined || each.eventIds.has(eventId));
    if (fitting.length === 0) return undefined;
    // Ids that no rule waits for share one group.
    const named = eventId !== undefined && fitting.some((each) => each.eventIds !== undefined);
    const groupKey = `${key}|${eventId === undefined ? 'any' : named ? eventId : 'other'}`;
    let group = this.#groups.get(groupKey);
    if (group === undefined) this.#groups.set(groupKey, (group = new Group(fitting, this.#counters)));
    return group;
  }
}
