import { type Lang, text } from '@haechi/locales';
import type { Block, Section } from '../document.ts';
import { type Hit, rank } from '../hit.ts';
import { legible } from '../legible.ts';
import { REPORT_LIMITS } from '../limits.ts';
import { attackText, countText, levelMark, timeText } from '../wording.ts';
import { entityLine } from './entities.ts';

/**
 * What happened, oldest first. Past the limit the gravest are kept, the earliest of equal ones, and the number left out
 * is said. Expects hits oldest first; `total` counts findings that the caller did not pass too.
 */
export function timelineSection(lang: Lang, hits: readonly Hit[], total: number): Section {
  const kept = gravest(hits, REPORT_LIMITS.timelineRows);
  const blocks: Block[] = [
    {
      type: 'table',
      columns: [
        { label: text(lang, 'report.column.time'), share: 19 },
        { label: text(lang, 'report.column.level'), share: 10 },
        { label: text(lang, 'report.column.finding'), share: 38 },
        { label: text(lang, 'report.column.about'), share: 33 },
      ],
      rows: kept.map((hit) => [
        timeText(hit.time),
        levelMark(lang, hit.level),
        legible(joined('\n', hit.title, attackText(lang, hit.attack)), REPORT_LIMITS.cellChars),
        legible(joined('\n', entityLine(hit.entities), hit.where), REPORT_LIMITS.cellChars),
      ]),
    },
  ];
  if (total > kept.length) {
    const values = { shown: countText(lang, kept.length), left: countText(lang, total - kept.length) };
    blocks.push({ type: 'note', text: text(lang, 'report.timeline.leftOut', values) });
  }
  if (hits.length === 0) blocks.splice(0, 1, { type: 'paragraph', text: text(lang, 'report.timeline.none') });
  return { id: 'timeline', heading: text(lang, 'report.timeline.heading'), blocks };
}

function gravest(hits: readonly Hit[], limit: number): Hit[] {
  if (hits.length <= limit) return [...hits];
  const order = hits
    .map((hit, at) => ({ hit, at }))
    .sort((a, b) => rank(b.hit.level) - rank(a.hit.level) || a.at - b.at);
  return order
    .slice(0, limit)
    .sort((a, b) => a.at - b.at)
    .map(({ hit }) => hit);
}

function joined(separator: string, ...parts: string[]): string {
  return parts.filter((part) => part !== '').join(separator);
}
