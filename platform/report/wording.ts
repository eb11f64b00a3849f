import { type Level, TACTICS } from '@haechi/event';
import { type Lang, text } from '@haechi/locales';
import type { LevelMark, ReportDocument } from './document.ts';

const KNOWN_TACTICS: ReadonlySet<string> = new Set(TACTICS);

/** A level with its word. */
export function levelMark(lang: Lang, level: Level): LevelMark {
  return { level, word: text(lang, `report.level.${level}`) };
}

/** A tactic's name in `lang`; an unknown one as it is written. */
export function tacticName(lang: Lang, tactic: string): string {
  return KNOWN_TACTICS.has(tactic) ? text(lang, `report.tactic.${tactic}`) : tactic;
}

/** Tactic names and technique ids of Sigma tags, for example `Execution · T1059.004`. */
export function attackText(lang: Lang, tags: readonly string[]): string {
  const tactics: string[] = [];
  const techniques: string[] = [];
  for (const tag of tags) {
    const name = tag.replace(/^attack\./, '');
    if (KNOWN_TACTICS.has(name)) tactics.push(tacticName(lang, name));
    else if (/^t\d{4}(\.\d{3})?$/.test(name)) techniques.push(name.toUpperCase());
  }
  return [...tactics, ...techniques].join(' · ');
}

/** `2026-08-10 03:12:45`, in UTC; text that is no time is given back as it is. */
export function timeText(iso: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)/.exec(iso);
  return match === null ? iso : `${match[1]} ${match[2]}`;
}

/** The time between two ISO 8601 times in the two largest units that are not zero. */
export function durationText(lang: Lang, from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000)) || 0;
  const units: [string, number][] = [
    ['days', Math.floor(seconds / 86_400)],
    ['hours', Math.floor(seconds / 3_600) % 24],
    ['minutes', Math.floor(seconds / 60) % 60],
    ['seconds', seconds % 60],
  ];
  const parts = units.filter(([, n]) => n > 0).slice(0, 2);
  if (parts.length === 0) return text(lang, 'report.duration.seconds', { n: 0 });
  return parts.map(([unit, n]) => text(lang, `report.duration.${unit}`, { n })).join(' ');
}

/** When a document was made, for machines and for readers, and the heading of its list of sections. */
export function imprint(lang: Lang, generated: string): Pick<ReportDocument, 'generated' | 'made' | 'contents'> {
  return {
    generated,
    made: `${text(lang, 'report.made', { time: timeText(generated) })} · ${text(lang, 'report.utc')}`,
    contents: text(lang, 'report.contents'),
  };
}

/** Sentences as one paragraph; Japanese puts no space between them. */
export function sentences(lang: Lang, parts: readonly string[]): string {
  return parts.join(lang === 'ja' ? '' : ' ');
}

/** A count with the language's thousands separators. */
export function countText(lang: Lang, n: number): string {
  return n.toLocaleString(lang);
}
