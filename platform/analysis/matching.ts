import { entitiesOf } from '../correlate/entities.ts';
import { attackTags } from '../detect/attack-tags.ts';
import { compileRulebook } from '../detect/rulebook.ts';
import type { Candidate } from './decode-input.ts';
import type { AnalysisFinding, AnalysisTask, RecordHit } from './protocol.ts';

/** The rules of a task, ready to match records one by one. */
export interface Matching {
  readonly rulesLoaded: number;
  readonly rejected: readonly { readonly path: string; readonly reason: string }[];
  /** Appends what the record gives: findings, and hits that correlation rules wait for. */
  match(candidate: Candidate, source: string, findings: AnalysisFinding[], hits: RecordHit[]): void;
}

export function createMatching(task: AnalysisTask): Matching {
  const book = compileRulebook([{ owner: '/', name: 'analysis', files: task.rules }], task.cache);
  const wanted = new Set(book.correlations.flatMap((rule) => rule.rules));
  const fields = [
    ...new Set(
      book.correlations.flatMap((rule) => [
        ...rule.groupBy,
        ...rule.valueFields,
        ...[...rule.aliases.values()].flatMap((alias) => [...alias.values()]),
      ]),
    ),
  ];
  return {
    rulesLoaded: book.rules.length,
    rejected: book.rejected,
    match(candidate, source, findings, hits) {
      const matches = book.matcher.match(candidate.native, candidate.logsource);
      if (matches.length === 0) return;
      const decoded = candidate.decoded();
      const entities = entitiesOf(decoded.event);
      const time = decoded.event['@timestamp'];
      const { record } = candidate;
      for (const { rule, silent } of matches) {
        if (!silent)
          findings.push({
            type: 'finding',
            rule_id: rule.id,
            title: rule.title,
            level: rule.level,
            time,
            source,
            record,
            entities,
            attack: attackTags(rule.tags),
          });
        if (wanted.has(rule.id) || (rule.name !== undefined && wanted.has(rule.name)))
          hits.push({ ruleId: rule.id, ms: Date.parse(time), fields: pick(decoded.native, fields), record, entities });
      }
    },
  };
}

function pick(native: Readonly<Record<string, unknown>>, fields: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const field of fields) if (native[field] !== undefined) picked[field] = native[field];
  return picked;
}
