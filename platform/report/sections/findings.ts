import { type Lang, text } from '@haechi/locales';
import type { Block, Section } from '../document.ts';
import type { RuleHits } from '../hit.ts';
import { legible } from '../legible.ts';
import { REPORT_LIMITS } from '../limits.ts';
import { attackText, countText, levelMark, timeText } from '../wording.ts';

/** One row a rule that fired: level, title, ATT&CK, how often and when. Expects the gravest first. */
export function findingsSection(lang: Lang, rules: readonly RuleHits[]): Section {
  const shown = rules.slice(0, REPORT_LIMITS.rules);
  const blocks: Block[] = [
    {
      type: 'table',
      columns: [
        { label: text(lang, 'report.column.level'), share: 10 },
        { label: text(lang, 'report.column.rule'), share: 36 },
        { label: text(lang, 'report.column.attack'), share: 26 },
        { label: text(lang, 'report.column.count'), share: 8 },
        { label: text(lang, 'report.column.firstLast'), share: 20 },
      ],
      rows: shown.map((rule) => [
        levelMark(lang, rule.level),
        `${legible(rule.title, REPORT_LIMITS.cellChars)}\n${legible(rule.ruleId, 64)}`,
        legible(attackText(lang, rule.attack), REPORT_LIMITS.cellChars),
        countText(lang, rule.count),
        rule.first === rule.last ? timeText(rule.first) : `${timeText(rule.first)}\n${timeText(rule.last)}`,
      ]),
    },
  ];
  if (rules.length > shown.length) {
    const values = { shown: shown.length, left: countText(lang, rules.length - shown.length) };
    blocks.push({ type: 'note', text: text(lang, 'report.findings.leftOut', values) });
  }
  if (rules.length === 0) blocks.splice(0, 1, { type: 'paragraph', text: text(lang, 'report.timeline.none') });
  return { id: 'findings', heading: text(lang, 'report.findings.heading'), blocks };
}
