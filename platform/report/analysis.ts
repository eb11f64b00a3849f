import { type Lang, text } from '@haechi/locales';
import type { AnalysisReportData } from './data.ts';
import type { Block, Fact, ReportDocument, Section } from './document.ts';
import { byRule, type Hit, hitsOfAnalysis, type RuleHits } from './hit.ts';
import { legible } from './legible.ts';
import { REPORT_LIMITS } from './limits.ts';
import { entitiesSection } from './sections/entities.ts';
import { findingsSection } from './sections/findings.ts';
import { methodSection } from './sections/method.ts';
import { recordsSection } from './sections/records.ts';
import { responseSection } from './sections/response.ts';
import { timelineSection } from './sections/timeline.ts';
import { countText, imprint, levelMark, sentences, timeText } from './wording.ts';

/** The report of one `analyze` run, in one language. Pure: the same data gives the same document. */
export function analysisReport(data: AnalysisReportData, lang: Lang): ReportDocument {
  const hits = hitsOfAnalysis(data.findings, data.rules, lang);
  const rules = byRule(hits);
  const records = data.records ?? [];
  return {
    kind: 'analysis',
    lang,
    title: text(lang, 'report.analysis.title'),
    subtitle: legible(data.inputs.join(', '), REPORT_LIMITS.cellChars),
    ...(rules[0] === undefined ? {} : { level: levelMark(lang, rules[0].level) }),
    footer: text(lang, 'report.footer', { name: text(lang, 'report.analysis.name') }),
    ...imprint(lang, data.generated),
    sections: [
      summarySection(data, lang, hits, rules),
      factsSection(data, lang),
      timelineSection(lang, hits, Math.max(data.summary.findings, hits.length)),
      entitiesSection(lang, hits),
      findingsSection(lang, rules),
      responseSection(lang, rules, data.rules),
      coverageSection(data, lang),
      methodSection(lang, 'analysis', data.version),
      ...(records.length === 0
        ? []
        : [
            recordsSection(
              lang,
              records.map((record) => ({ label: `${record.source}:${record.record}`, raw: record.raw })),
              records.length,
            ),
          ]),
    ],
  };
}

function summarySection(
  data: AnalysisReportData,
  lang: Lang,
  hits: readonly Hit[],
  rules: readonly RuleHits[],
): Section {
  const { summary } = data;
  const said = [
    text(lang, 'report.analysis.read', {
      files: countText(lang, summary.files),
      events: countText(lang, summary.events),
      rejected: countText(lang, summary.rejected),
    }),
    summary.findings === 0
      ? text(lang, 'report.analysis.nothing', { rules: countText(lang, summary.rules_loaded) })
      : text(lang, 'report.analysis.found', {
          findings: countText(lang, summary.findings),
          rules: countText(lang, rules.length),
        }),
  ];
  const first = rules[0];
  if (first !== undefined) {
    const values = { title: legible(first.title, REPORT_LIMITS.cellChars), level: levelMark(lang, first.level).word };
    said.push(text(lang, 'report.incident.gravest', values));
  }
  const oldest = hits[0];
  const newest = hits.at(-1);
  if (oldest !== undefined && newest !== undefined) {
    said.push(text(lang, 'report.analysis.span', { first: timeText(oldest.time), last: timeText(newest.time) }));
  }
  return {
    id: 'summary',
    heading: text(lang, 'report.summary'),
    blocks: [{ type: 'paragraph', text: sentences(lang, said) }],
  };
}

function factsSection(data: AnalysisReportData, lang: Lang): Section {
  const { summary } = data;
  const rows: Fact[] = [
    { label: text(lang, 'report.fact.inputs'), value: legible(data.inputs.join('\n'), 1_000) },
    { label: text(lang, 'report.fact.files'), value: countText(lang, summary.files) },
    { label: text(lang, 'report.fact.bytes'), value: countText(lang, summary.bytes) },
    { label: text(lang, 'report.fact.events'), value: countText(lang, summary.events) },
    { label: text(lang, 'report.fact.rejected'), value: countText(lang, summary.rejected) },
    {
      label: text(lang, 'report.fact.rules'),
      value: text(lang, 'report.analysis.rules', {
        loaded: countText(lang, summary.rules_loaded),
        rejected: countText(lang, summary.rules_rejected.length),
      }),
    },
    { label: text(lang, 'report.fact.findings'), value: countText(lang, summary.findings) },
    { label: text(lang, 'report.fact.seconds'), value: summary.seconds.toFixed(1) },
    { label: text(lang, 'report.fact.generated'), value: `${timeText(data.generated)} · Haechi ${data.version}` },
  ];
  return { id: 'facts', heading: text(lang, 'report.facts'), blocks: [{ type: 'facts', rows }] };
}

/** What was read and with what, and what was not. */
function coverageSection(data: AnalysisReportData, lang: Lang): Section {
  const { formats, rules_rejected: refused } = data.summary;
  const blocks: Block[] = [
    {
      type: 'table',
      columns: [
        { label: text(lang, 'report.column.format'), share: 70 },
        { label: text(lang, 'report.column.events'), share: 30 },
      ],
      rows: Object.entries(formats)
        .sort((a, b) => b[1] - a[1])
        .map(([format, events]) => [legible(format, REPORT_LIMITS.cellChars), countText(lang, events)]),
    },
  ];
  if (refused.length > 0) {
    const shown = refused.slice(0, REPORT_LIMITS.rejectedRules);
    blocks.push({
      type: 'table',
      columns: [
        { label: text(lang, 'report.column.refusedRule'), share: 45 },
        { label: text(lang, 'report.column.reason'), share: 55 },
      ],
      rows: shown.map(({ path, reason }) => [
        legible(path, REPORT_LIMITS.cellChars),
        legible(reason, REPORT_LIMITS.cellChars),
      ]),
    });
    if (refused.length > shown.length) {
      const values = { shown: shown.length, left: countText(lang, refused.length - shown.length) };
      blocks.push({ type: 'note', text: text(lang, 'report.findings.leftOut', values) });
    }
  }
  return { id: 'coverage', heading: text(lang, 'report.coverage.heading'), blocks };
}
