import { type Lang, text } from '@haechi/locales';
import type { Block, Section } from '../document.ts';
import { legible } from '../legible.ts';
import { REPORT_LIMITS } from '../limits.ts';
import { countText } from '../wording.ts';

/** A raw record with the line that says where it is from. */
export interface LabelledRecord {
  readonly label: string;
  readonly raw: string;
}

/** The appendix: records exactly as their sources wrote them, cut to length, in the order given. */
export function recordsSection(lang: Lang, records: readonly LabelledRecord[], total: number): Section {
  const shown = records.slice(0, REPORT_LIMITS.rawRecords);
  const blocks: Block[] = shown.map((record) => ({
    type: 'record',
    label: legible(record.label, REPORT_LIMITS.cellChars),
    text: legible(record.raw, REPORT_LIMITS.rawChars),
  }));
  blocks.unshift({
    type: 'paragraph',
    text: text(lang, shown.length > 0 ? 'report.records.lead' : 'report.records.none'),
  });
  if (total > shown.length) {
    const values = { shown: shown.length, left: countText(lang, total - shown.length) };
    blocks.push({ type: 'note', text: text(lang, 'report.records.leftOut', values) });
  }
  return { id: 'records', heading: text(lang, 'report.records.heading'), blocks };
}
