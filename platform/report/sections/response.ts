import { type Lang, text } from '@haechi/locales';
import type { RuleTextsById } from '../data.ts';
import type { Block, Fact, Section } from '../document.ts';
import type { RuleHits } from '../hit.ts';
import { legible } from '../legible.ts';
import { REPORT_LIMITS } from '../limits.ts';
import { levelMark } from '../wording.ts';
import { entityText } from './entities.ts';

/** What to check and to do, a card a rule, the gravest first, with the hosts, users and addresses to do it on. */
export function responseSection(lang: Lang, rules: readonly RuleHits[], texts: RuleTextsById): Section {
  const blocks: Block[] = [];
  let without = 0;
  for (const rule of rules.slice(0, REPORT_LIMITS.rules)) {
    const hint = Object.hasOwn(texts, rule.ruleId) ? texts[rule.ruleId]?.response?.[lang] : undefined;
    if (hint === undefined) {
      without += 1;
      continue;
    }
    blocks.push({
      type: 'card',
      heading: legible(rule.title, REPORT_LIMITS.cellChars),
      level: levelMark(lang, rule.level),
      facts: targets(lang, rule),
      text: hint,
    });
  }
  if (blocks.length === 0) blocks.push({ type: 'paragraph', text: text(lang, 'report.response.none') });
  else if (without > 0) blocks.push({ type: 'note', text: text(lang, 'report.response.without', { n: without }) });
  return { id: 'response', heading: text(lang, 'report.response.heading'), blocks };
}

function targets(lang: Lang, rule: RuleHits): Fact[] {
  return (['host', 'user', 'address'] as const).flatMap((kind) => {
    const values = [...(rule.entities.get(kind) ?? [])].map((value) => entityText(kind, value));
    if (values.length === 0) return [];
    return [{ label: text(lang, `report.entity.${kind}`), value: legible(values.join(', '), REPORT_LIMITS.cellChars) }];
  });
}
