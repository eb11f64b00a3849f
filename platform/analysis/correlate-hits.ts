import { addEntities } from '@haechi/event';
import { correlator, parseRules } from '@haechi/sigma';
import { attackTags } from '../detect/attack-tags.ts';
import type { AnalysisFinding, AnalysisTask, CorrelationHit } from './protocol.ts';

/** Values kept for each kind of entity of one finding. */
const ENTITY_VALUES = 50;

/**
 * Findings of the correlation rules over the hits of all files. The hits are fed in order of time, so that an attack
 * that shows in two logs is one, whatever the order of the files.
 */
export function correlateHits(hits: readonly CorrelationHit[], files: AnalysisTask['rules']): AnalysisFinding[] {
  if (hits.length === 0) return [];
  const engine = correlator(involvedFiles(files).flatMap((file) => parseRules(file.text, { path: file.path }).rules));
  const inOrder = [...hits].sort((a, b) => a.ms - b.ms);
  const findings: AnalysisFinding[] = [];
  for (const [index, hit] of inOrder.entries()) {
    for (const match of engine.feed({ rule: { id: hit.ruleId } }, hit.fields, hit.ms, { ref: String(index) })) {
      const involved = match.refs.map((ref) => inOrder[Number(ref)]).filter((one) => one !== undefined);
      const last = involved.at(-1) ?? hit;
      const entities: AnalysisFinding['entities'] = {};
      for (const one of involved) addEntities(entities, one.entities, ENTITY_VALUES);
      findings.push({
        type: 'finding',
        rule_id: match.rule.id,
        title: match.rule.title,
        level: match.rule.level,
        time: new Date(match.timeMs).toISOString(),
        source: last.source,
        record: last.record,
        entities,
        attack: attackTags(match.rule.tags),
      });
    }
  }
  return findings;
}

/** The files with correlation rules and those that hold a rule they name: the others need not be parsed once more. */
function involvedFiles(files: AnalysisTask['rules']): AnalysisTask['rules'] {
  const correlating = files.filter((file) => /^correlation:/m.test(file.text));
  const named = new Set(
    correlating.flatMap((file) =>
      parseRules(file.text).rules.flatMap((rule) => (rule.kind === 'correlation' ? rule.rules : [])),
    ),
  );
  const names = [...named];
  return files.filter((file) => correlating.includes(file) || names.some((name) => file.text.includes(name)));
}
