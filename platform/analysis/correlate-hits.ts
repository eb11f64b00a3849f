import { addEntities } from '@haechi/event';
import { type Correlator, correlator } from '@haechi/sigma';
import { attackTags } from '../detect/attack-tags.ts';
import { parseFiles } from '../detect/parsed-files.ts';
import type { AnalysisFinding, AnalysisTask, CorrelationHit } from './protocol.ts';

/** Values kept for each kind of entity of one finding. */
const ENTITY_VALUES = 50;

/** The correlation rules of a task; what its workers have parsed is read from the cache. */
export function openCorrelator({ rules, cache }: AnalysisTask): Correlator {
  return correlator(parseFiles(rules, cache).flatMap((file) => file.rules));
}

/**
 * Findings of the correlation rules over the hits of all files. The hits are fed in order of time, so that an attack
 * that shows in two logs is one, whatever the order of the files.
 */
export function correlateHits(hits: readonly CorrelationHit[], engine: Correlator): AnalysisFinding[] {
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
