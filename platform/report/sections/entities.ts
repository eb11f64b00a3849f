import type { Entities } from '@haechi/event';
import { type Lang, text } from '@haechi/locales';
import type { Section } from '../document.ts';
import { collect, type Hit } from '../hit.ts';
import { legible } from '../legible.ts';
import { REPORT_LIMITS } from '../limits.ts';
import { countText } from '../wording.ts';

/** Kinds of entity in the order of print. */
const KINDS = ['address', 'host', 'user', 'process', 'session', 'file', 'domain'] as const;

/** Who and what the findings are about, by kind, each with the number of findings that name it. */
export function entitiesSection(lang: Lang, hits: readonly Hit[]): Section {
  const counts = new Map<string, Map<string, number>>(KINDS.map((kind) => [kind, new Map<string, number>()]));
  for (const hit of hits) {
    for (const kind of KINDS) {
      const values = counts.get(kind);
      for (const value of hit.entities[kind] ?? []) values?.set(value, (values.get(value) ?? 0) + 1);
    }
  }
  const rows = [...counts].flatMap(([kind, values]) => {
    const ordered = [...values].sort((a, b) => b[1] - a[1]);
    const shown = ordered.slice(0, REPORT_LIMITS.entityValues);
    const label = text(lang, `report.entity.${kind}`);
    const printed = shown.map(([value, count]) => [
      label,
      legible(entityText(kind, value), REPORT_LIMITS.cellChars),
      countText(lang, count),
    ]);
    if (ordered.length > shown.length) {
      const left = countText(lang, ordered.length - shown.length);
      printed.push([label, text(lang, 'report.entities.leftOut', { left }), '']);
    }
    return printed;
  });
  return {
    id: 'entities',
    heading: text(lang, 'report.entities.heading'),
    blocks:
      rows.length === 0
        ? [{ type: 'paragraph', text: text(lang, 'report.entities.none') }]
        : [
            {
              type: 'table',
              columns: [
                { label: text(lang, 'report.column.kind'), share: 18 },
                { label: text(lang, 'report.column.value'), share: 66 },
                { label: text(lang, 'report.column.findings'), share: 16 },
              ],
              rows,
            },
          ],
  };
}

/** An entity for readers: an account bound to its host as `www-data@web01`, a process as `/bin/sh (2411, web01)`. */
export function entityText(kind: string, value: string): string {
  const parts = value.split('|');
  if (kind === 'user' && parts.length === 2) return `${parts[1]}@${parts[0]}`;
  if (kind === 'process' && parts.length === 3) return `${parts[2] || '?'} (${parts[1]}, ${parts[0]})`;
  if (kind === 'session' && parts.length === 2) return `${parts[1]} (${parts[0]})`;
  return value;
}

/** Entities of one finding in one line: addresses, hosts, users; processes and files where there is none of these. */
export function entityLine(entities: Entities): string {
  const main = printed(entities, ['address', 'host', 'user']);
  return (main.length > 0 ? main : printed(entities, ['process', 'file', 'domain'])).join(', ');
}

function printed(entities: Entities, kinds: readonly (keyof Entities)[]): string[] {
  return kinds.flatMap((kind) => (entities[kind] ?? []).map((value) => entityText(kind, value)));
}

/** The distinct values of one kind over all hits, most telling first in order of appearance. */
export function entityValues(hits: readonly Hit[], kind: 'address' | 'host' | 'user'): string[] {
  const all = new Map<string, Set<string>>();
  for (const hit of hits) collect(hit.entities, all);
  return [...(all.get(kind) ?? [])].map((value) => entityText(kind, value));
}
