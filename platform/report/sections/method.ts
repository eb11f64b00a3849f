import { type Lang, text } from '@haechi/locales';
import type { ReportKind, Section } from '../document.ts';

/** How the result was reached and what it cannot say. */
export function methodSection(lang: Lang, kind: ReportKind, version: string): Section {
  return {
    id: 'method',
    heading: text(lang, 'report.method.heading'),
    blocks: [
      { type: 'paragraph', text: text(lang, `report.method.${kind}`, { version }) },
      { type: 'paragraph', text: text(lang, 'report.method.levels') },
      { type: 'note', text: text(lang, 'report.method.limits') },
    ],
  };
}
