import { type Incident, priorityOf, stakesOf } from '@haechi/event';
import { type Lang, text } from '@haechi/locales';
import type { IncidentReportData } from './data.ts';
import type { Fact, ReportDocument, Section } from './document.ts';
import { tellingEvents } from './evidence.ts';
import { byRule, type Hit, hitsOfFindings, type RuleHits, titleOf } from './hit.ts';
import { legible } from './legible.ts';
import { REPORT_LIMITS } from './limits.ts';
import { entitiesSection, entityValues } from './sections/entities.ts';
import { findingsSection } from './sections/findings.ts';
import { methodSection } from './sections/method.ts';
import { recordsSection } from './sections/records.ts';
import { responseSection } from './sections/response.ts';
import { timelineSection } from './sections/timeline.ts';
import { countText, durationText, imprint, levelMark, sentences, tacticName, timeText } from './wording.ts';

/** The report of one incident, in one language. Pure: the same data gives the same document. */
export function incidentReport(data: IncidentReportData, lang: Lang): ReportDocument {
  const { incident } = data;
  const hits = hitsOfFindings(data.findings, data.rules, lang);
  const rules = byRule(hits);
  const title = legible(titleOf(incident.titleRuleId, incident.title, data.rules, lang), REPORT_LIMITS.cellChars);
  const shown = tellingEvents(data.findings, data.events, REPORT_LIMITS.rawRecords);
  return {
    kind: 'incident',
    lang,
    title,
    subtitle: text(lang, 'report.incident.subtitle', { tenant: legible(data.tenantName, REPORT_LIMITS.cellChars) }),
    level: levelMark(lang, incident.level),
    footer: text(lang, 'report.footer', { name: `${text(lang, 'report.incident.name')} ${legible(incident.id, 64)}` }),
    ...imprint(lang, data.generated),
    sections: [
      summarySection(data, lang, title, hits, rules),
      factsSection(data, lang),
      timelineSection(lang, hits, Math.max(incident.findingCount, hits.length)),
      entitiesSection(lang, hits),
      findingsSection(lang, rules),
      responseSection(lang, rules, data.rules),
      ...notesSection(data, lang),
      methodSection(lang, 'incident', data.version),
      recordsSection(
        lang,
        shown.map((row) => ({ label: `${timeText(row.time)} · ${row.source} · ${row.decoder}`, raw: row.raw })),
        data.events.length,
      ),
    ],
  };
}

function summarySection(
  data: IncidentReportData,
  lang: Lang,
  title: string,
  hits: readonly Hit[],
  rules: readonly RuleHits[],
): Section {
  const { incident } = data;
  const tactics = incident.tactics.map((tactic) => tacticName(lang, tactic));
  const said = [
    text(lang, 'report.incident.when', {
      first: timeText(incident.firstTime),
      duration: durationText(lang, incident.firstTime, incident.lastTime),
      findings: countText(lang, Math.max(incident.findingCount, hits.length)),
      rules: countText(lang, rules.length),
    }),
    text(lang, 'report.incident.gravest', { title, level: levelMark(lang, incident.level).word }),
  ];
  if (tactics.length > 0) said.push(text(lang, 'report.incident.tactics', { tactics: tactics.join(' → ') }));
  for (const kind of ['address', 'host', 'user'] as const) {
    const values = entityValues(hits, kind).slice(0, 6);
    if (values.length > 0) {
      const listed = legible(values.join(', '), REPORT_LIMITS.cellChars);
      said.push(text(lang, `report.incident.involved.${kind}`, { values: listed }));
    }
  }
  return {
    id: 'summary',
    heading: text(lang, 'report.summary'),
    blocks: [{ type: 'paragraph', text: sentences(lang, said) }],
  };
}

function factsSection(data: IncidentReportData, lang: Lang): Section {
  const { incident } = data;
  const rows: Fact[] = [
    { label: text(lang, 'report.fact.id'), value: legible(incident.id, 64) },
    {
      label: text(lang, 'report.fact.tenant'),
      value: `${legible(data.tenantName, 120)} (${legible(incident.tenant, 120)})`,
    },
    { label: text(lang, 'report.fact.status'), value: text(lang, `report.status.${incident.status}`) },
    { label: text(lang, 'report.fact.level'), value: levelMark(lang, incident.level).word },
    ...raisedFact(incident, lang),
    { label: text(lang, 'report.fact.first'), value: timeText(incident.firstTime) },
    { label: text(lang, 'report.fact.last'), value: timeText(incident.lastTime) },
    { label: text(lang, 'report.fact.duration'), value: durationText(lang, incident.firstTime, incident.lastTime) },
    { label: text(lang, 'report.fact.findings'), value: countText(lang, incident.findingCount) },
    { label: text(lang, 'report.fact.generated'), value: `${timeText(data.generated)} · Haechi ${data.version}` },
  ];
  return { id: 'facts', heading: text(lang, 'report.facts'), blocks: [{ type: 'facts', rows }] };
}

/** Said only where what is at stake made the incident more urgent than its level. */
function raisedFact({ level, entities }: Incident, lang: Lang): Fact[] {
  const priority = priorityOf(level, entities);
  if (priority === level) return [];
  const names = stakesOf(entities).map(({ name }) => name);
  const values = {
    priority: levelMark(lang, priority).word,
    level: levelMark(lang, level).word,
    stakes: legible(names.slice(0, REPORT_LIMITS.stakes).join(', '), REPORT_LIMITS.cellChars),
  };
  return [{ label: text(lang, 'report.fact.priority'), value: text(lang, 'report.fact.raised', values) }];
}

function notesSection(data: IncidentReportData, lang: Lang): Section[] {
  const notes = data.notes ?? [];
  if (notes.length === 0) return [];
  const shown = notes.slice(0, REPORT_LIMITS.notes);
  const blocks: Section['blocks'] = [
    {
      type: 'table',
      columns: [
        { label: text(lang, 'report.column.time'), share: 20 },
        { label: text(lang, 'report.column.author'), share: 18 },
        { label: text(lang, 'report.column.note'), share: 62 },
      ],
      rows: shown.map((note) => [timeText(note.time), legible(note.author, 120), legible(note.text, 2_000)]),
    },
    ...(notes.length > shown.length
      ? [
          {
            type: 'note' as const,
            text: text(lang, 'report.notes.leftOut', { left: countText(lang, notes.length - shown.length) }),
          },
        ]
      : []),
  ];
  return [{ id: 'notes', heading: text(lang, 'report.notes.heading'), blocks }];
}
