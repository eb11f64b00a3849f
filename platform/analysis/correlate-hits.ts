import type { AnalysisFinding, AnalysisTask, CorrelationHit } from './protocol.ts';

/** Findings of the correlation rules over the hits of all files, fed in order of time. */
export function correlateHits(_hits: readonly CorrelationHit[], _rules: AnalysisTask['rules']): AnalysisFinding[] {
  return [];
}
