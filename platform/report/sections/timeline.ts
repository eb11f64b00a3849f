import { type Lang, text } from '@haechi/locales';
import type { Block, Section } from '../document.ts';
import { type Hit, rank } from '../hit.ts';
import { legible } from '../legible.ts';
import { REPORT_LIMITS } from '../limits.ts';
import { type Run, runsOf } from '../runs.ts';
import { attackText, countText, levelMark, timeText } from '../wording.ts';
import { entityLine } from './entities.ts';

/**
 * What happened, oldest first, a line for each run of equal findings. Past the limit the gravest lines are kept, the
 * earliest of equal ones, and the number of findings left out is said. Expects hits oldest first; `total` counts findings
 * that the caller did not pass too.
 */
export function timelineSection(lang: Lang, hits: readonly Hit[], total: number): Section {
  const kept = gravest(runsOf(hits), REPORT_LIMITS.timelineRows);
  const blocks: Block[] = [
    {
      type: 'table',
      columns: [
        { label: text(lang, 'report.column.time'), share: 19 },
        { label: text(lang, 'report.column.level'), share: 10 },
        { label: text(lang, 'report.column.finding'), share: 38 },
        { label: text(lang, 'report.column.about'), share: 33 },
      ],
      rows: kept.map(({ hit, last, count }) => [
        hit.time === last ? timeText(hit.time) : `${timeText(hit.time)}\n– ${timeText(last)}`,
        levelMark(lang, hit.level),
        legible(
          joined(
            '\n',
            count === 1 ? hit.title : `${hit.title} × ${countText(lang, count)}`,
            attackText(lang, hit.attack),
          ),
          REPORT_LIMITS.cellChars,
        ),
        legible(joined('\n', entityLine(hit.entities), hit.where), REPORT_LIMITS.cellChars),
      ]),
    },
  ];
  const left = total - kept.reduce((sum, run) => sum + run.count, 0);
  if (left > 0) {
    const values = { shown: countText(lang, total - left), left: countText(lang, left) };
    blocks.push({ type: 'note', text: text(lang, 'report.timeline.leftOut', values) });
  }
  if (hits.length === 0) blocks.splice(0, 1, { type: 'paragraph', text: text(lang, 'report.timeline.none') });
  return { id: 'timeline', heading: text(lang, 'report.timeline.heading'), blocks };
}

function gravest(runs: readonly Run[], limit: number): Run[] {
  if (runs.length <= limit) return [...runs];
  const order = runs.map((run, at) => ({ run, at }));
  order.sort((a, b) => rank(b.run.hit.level) - rank(a.run.hit.level) || a.at - b.at);
  return order
    .slice(0, limit)
    .sort((a, b) => a.at - b.at)
    .map(({ run }) => run);
}

function joined(separator: string, ...parts: string[]): string {
  return parts.filter((part) => part !== '').join(separator);
}
