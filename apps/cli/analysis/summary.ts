import { type Lang, text } from '@haechi/locales';
import { type AnalysisSummary, byGravity } from '@haechi/platform/analysis/analyse.ts';
import type { AnalysisFinding } from '@haechi/platform/analysis/protocol.ts';

/** Titles listed for a person; all of them are in `--json` and in the report. */
const LISTED_RULES = 25;

/** The end of an analysis for a person at a terminal. */
export function summaryText(
  summary: AnalysisSummary,
  findings: readonly AnalysisFinding[],
  titleOf: (finding: AnalysisFinding) => string,
  lang: Lang,
): string {
  const lines = [
    text(lang, 'analyze.summary', {
      files: summary.files,
      events: summary.events,
      rejected: summary.rejected,
      seconds: summary.seconds.toFixed(1),
      rate: Math.round(summary.events / Math.max(summary.seconds, 0.001)),
    }),
    text(lang, 'analyze.rules', { loaded: summary.rules_loaded, rejected: summary.rules_rejected.length }),
    text(lang, 'analyze.formats', {
      formats:
        Object.entries(summary.formats)
          .map(([name, count]) => `${name} ${count}`)
          .join(', ') || '-',
    }),
  ];
  if (findings.length === 0) return [...lines, text(lang, 'analyze.nothing_found'), ''].join('\n');
  const byRule = Map.groupBy([...findings].sort(byGravity), (finding) => finding.rule_id);
  lines.push('', text(lang, 'analyze.found', { findings: summary.findings, rules: byRule.size }));
  for (const group of [...byRule.values()].slice(0, LISTED_RULES)) {
    const [first] = group;
    if (first === undefined) continue;
    lines.push(
      `  ${text(lang, `analyze.level.${first.level}`).padEnd(6)} ${String(group.length).padStart(6)} × ${titleOf(first)}  (${first.source}:${first.record})`,
    );
  }
  if (byRule.size > LISTED_RULES) lines.push(text(lang, 'analyze.more', { rules: byRule.size - LISTED_RULES }));
  return [...lines, ''].join('\n');
}
