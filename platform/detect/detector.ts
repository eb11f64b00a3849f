import type { Finding } from '@haechi/event';
import type { EventRow } from '../store/ports.ts';
import { type Applicability, applicability, type Switch } from './applicability.ts';
import { Correlations } from './correlations.ts';
import { compileExceptions, type RuleException } from './exceptions.ts';
import { createFindingList, type FindingList } from './finding-list.ts';
import { compileRulebook, type LoadedRule, type RejectedRule, type RulePack, rejectedRule } from './rulebook.ts';

/** Everything that decides which rule speaks for whom. */
export interface DetectionSources {
  readonly packs: readonly RulePack[];
  readonly switches: readonly Switch[];
  readonly exceptions: readonly RuleException[];
  /** Folder where parsed rules are kept between starts. */
  readonly cache?: string;
}

/** What a rule did since it was last asked, for one tenant. */
export interface RuleActivity {
  readonly tenant: string;
  readonly ruleId: string;
  readonly fired: number;
  /** Time of the newest event it fired on, ISO 8601 UTC. */
  readonly lastFired: string;
}

/** Names the entities of an event; given by the correlation stage. */
export type EntitiesOf = (event: EventRow['event']) => Finding['entities'];

/** Rows of one round as they come. */
interface DetectionRound {
  take(row: EventRow): void;
  findings(): Finding[];
}

/** The detection stage with its rules compiled. One thread; correlations keep state between calls. */
export interface Detector {
  /** Findings of the rows, in their order. Matches of one rule on the same entities are one finding with a count. */
  detect(rows: readonly EventRow[]): Finding[];
  /** Begins a round whose rows come in parts; its findings are those of all of them together. */
  begin(): DetectionRound;
  readonly rules: readonly LoadedRule[];
  readonly rejected: readonly RejectedRule[];
  /** What each rule did since the last call. */
  takeActivity(): RuleActivity[];
  /** Estimated nanoseconds spent on each rule since it was compiled; rules never evaluated are left out. */
  costs(): Map<string, number>;
  /** Has correlations count what was stored before; nothing of it is found again. */
  recount(rows: readonly EventRow[]): void;
  /** The windows of correlation rules. */
  readonly correlations: Pick<Correlations, 'states' | 'restore' | 'forget'>;
  /** Rows on which matching failed for a fault of ours; they are stored all the same. */
  readonly faults: number;
}

/** @param before gives its windows to this one, where the rules they are of stay the same; it is used no more */
export function createDetector(
  sources: DetectionSources,
  entitiesOf: EntitiesOf,
  before?: Pick<Detector, 'correlations'>,
): Detector {
  const book = compileRulebook(sources.packs, sources.cache);
  const applies: Applicability = applicability(book.owners, sources.switches);
  const ruleById = new Map(book.rules.map((rule) => [rule.id, rule]));
  const exceptions = compileExceptions(sources.exceptions, (id) => ruleById.get(id)?.logsource ?? {});
  // Last of what may fail: the rules before keep what they have until these are in force.
  const correlations = new Correlations(
    book.parsed,
    before?.correlations instanceof Correlations ? before.correlations : undefined,
  );
  let activity = new Map<string, RuleActivity>();
  let faults = 0;

  const detectRow = (row: EventRow, found: FindingList): void => {
    const matches = book.matcher.match(row.native, row.logsource);
    if (matches.length === 0) return;
    const entities = entitiesOf(row.event);
    for (const { rule, silent } of matches) {
      if (!applies(row.tenant, rule.id) || exceptions.covers(row, rule.id)) continue;
      note(row.tenant, rule.id, row.time);
      if (!silent) found.addMatch(rule, row, entities);
      if (!correlations.wants(rule.id)) continue;
      for (const finding of correlations.feed(rule, row, entities)) {
        if (!applies(finding.tenant, finding.ruleId)) continue;
        // What is normal of a correlation is said of the event that completes it; a window may also close by itself.
        if (finding.eventIds.at(-1) === row.id && exceptions.covers(row, finding.ruleId)) continue;
        note(finding.tenant, finding.ruleId, finding.time);
        found.add(finding);
      }
    }
  };

  const recountRow = (row: EventRow): void => {
    const matches = book.matcher.match(row.native, row.logsource);
    if (matches.length === 0) return;
    const entities = entitiesOf(row.event);
    for (const { rule } of matches)
      if (correlations.wants(rule.id) && applies(row.tenant, rule.id) && !exceptions.covers(row, rule.id))
        correlations.feed(rule, row, entities);
  };

  const note = (tenant: string, ruleId: string, time: string): void => {
    const key = `${tenant}\n${ruleId}`;
    const known = activity.get(key);
    const lastFired = known !== undefined && known.lastFired > time ? known.lastFired : time;
    activity.set(key, { tenant, ruleId, fired: (known?.fired ?? 0) + 1, lastFired });
  };

  const begin = (): DetectionRound => {
    const found = createFindingList();
    return {
      take(row) {
        try {
          detectRow(row, found);
        } catch {
          faults++;
        }
      },
      findings: () => found.all(),
    };
  };

  return {
    rules: book.rules,
    rejected: [...book.rejected, ...correlations.rejected.map(rejectedRule), ...exceptions.rejected],
    detect(rows) {
      const round = begin();
      for (const row of rows) round.take(row);
      return round.findings();
    },
    begin,
    recount(rows) {
      for (const row of rows) {
        try {
          recountRow(row);
        } catch {
          faults++;
        }
      }
    },
    takeActivity() {
      const taken = [...activity.values()];
      activity = new Map();
      return taken;
    },
    costs() {
      const costs = new Map<string, number>();
      for (const { id } of book.matcher.rules) {
        const costNs = book.matcher.counters(id)?.costNs ?? 0;
        if (costNs > 0) costs.set(id, costNs);
      }
      return costs;
    },
    correlations,
    get faults() {
      return faults;
    },
  };
}
