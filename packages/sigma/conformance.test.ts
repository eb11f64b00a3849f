import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readEvtxBytes } from '@haechi/evtx';
import { describe, expect, test } from 'vitest';
import {
  compile,
  type DetectionRule,
  type EventRecord,
  type Explained,
  explain,
  type Matcher,
  parseRules,
} from './index.ts';
import type { Expr } from './model.ts';

const corpus = process.env['HAECHI_CORPUS'] ?? path.join(import.meta.dirname, '../../../shared/corpus');
const folders = { rules: 'sigma', samples: 'sigma-regression', logs: 'evtx' } as const;
const at = (folder: keyof typeof folders, ...more: string[]): string => path.join(corpus, folders[folder], ...more);
const here = Object.keys(folders).every((folder) => existsSync(at(folder as keyof typeof folders)));
const WINDOWS = { product: 'windows' } as const;

/** Every rule of the corpus; those with keywords were outside the oracle, so their hits are not compared. */
function rulebook(): { matcher: Matcher; byId: Map<string, DetectionRule>; compared: (id: string) => boolean } {
  const rules = globSync(at('rules', '**/*.yml')).flatMap(
    (file) => parseRules(readFileSync(file, 'utf8'), { path: file }).rules,
  );
  const detections = rules.filter((rule): rule is DetectionRule => rule.kind === 'detection');
  const keyword = new Set(detections.filter((rule) => hasKeyword(rule.condition)).map((rule) => rule.id));
  return {
    matcher: compile(rules),
    byId: new Map(detections.map((rule) => [rule.id, rule])),
    compared: (id) => !keyword.has(id),
  };
}

function hasKeyword(expr: Expr): boolean {
  if (expr.kind === 'atom') return expr.field === null;
  return Array.isArray(expr.of) ? expr.of.some(hasKeyword) : hasKeyword(expr.of as Expr);
}

/** Records that libevtx can read too; it loses those that open with a bare element and no template instance. */
function records(file: string): EventRecord[] {
  return [...readEvtxBytes(readFileSync(file))].flatMap((item) =>
    item.kind === 'record' && (item.bytes()[28]! & 0x0f) !== 0x01 ? [item.json() as EventRecord] : [],
  );
}

/** JSON documents one after the other, pretty printed. */
function jsonDocuments(file: string): EventRecord[] {
  return readFileSync(file, 'utf8')
    .split(/\n(?=[{[])/)
    .filter((text) => text.trim() !== '')
    .flatMap((text) => JSON.parse(text) as EventRecord[]);
}

describe.skipIf(!here)('real samples (skipped without HAECHI_CORPUS: sigma, sigma-regression, evtx)', () => {
  const { matcher, byId, compared } = here ? rulebook() : ({} as ReturnType<typeof rulebook>);

  test('every regression sample fires exactly what is expected, as EVTX and as JSON', () => {
    type Expected = Record<string, { events: number; hits: Record<string, number> } | null>;
    const expected = JSON.parse(readFileSync(at('samples', 'expected.json'), 'utf8')) as Expected;
    const differences: string[] = [];
    let samples = 0;
    for (const [id, wanted] of Object.entries(expected)) {
      if (wanted === null) continue;
      for (const events of [records(at('samples', `${id}.evtx`)), jsonDocuments(at('samples', `${id}.json`))]) {
        samples++;
        const hits: Record<string, number> = {};
        for (const event of events)
          for (const { rule } of matcher.match(event, WINDOWS))
            if (compared(rule.id)) hits[rule.id] = (hits[rule.id] ?? 0) + 1;
        if (events.length !== wanted.events) differences.push(`${id}: ${events.length} events`);
        for (const rule of new Set([...Object.keys(hits), ...Object.keys(wanted.hits)]))
          if (hits[rule] !== wanted.hits[rule] && values(byId.get(rule)!.condition) <= ORACLE_VALUES)
            differences.push(`${id}: ${rule} ${hits[rule]} ≠ ${wanted.hits[rule]}`);
      }
    }
    expect(samples).toBeGreaterThan(100);
    expect(differences).toEqual([]);
  });

  test('on real logs nothing is missed, and what fires beyond the oracle does so by the specification', () => {
    const { records: files, sigma_hits: oracle } = JSON.parse(readFileSync(at('logs', 'expected.json'), 'utf8')) as {
      records: Record<string, number>;
      sigma_hits: Record<string, string[]>;
    };
    const hits = new Set<string>();
    const wanted = new Set(Object.entries(oracle).flatMap(([id, places]) => places.map((place) => `${id} ${place}`)));
    const reasons: Record<string, number> = {};
    const unexplained: string[] = [];
    for (const file of Object.keys(files)) {
      for (const [index, event] of records(at('logs', file)).entries()) {
        for (const { rule } of matcher.match(event, WINDOWS)) {
          const hit = `${rule.id} ${file}#${index + 1}`;
          hits.add(hit);
          if (wanted.has(hit) || !compared(rule.id)) continue;
          const reason = reasonFor(byId.get(rule.id)!, event);
          if (reason === undefined) unexplained.push(`${rule.title}: ${hit}`);
          else reasons[reason] = (reasons[reason] ?? 0) + 1;
        }
      }
    }
    expect([...wanted].filter((hit) => !hits.has(hit))).toEqual([]);
    expect(wanted.size).toBeGreaterThan(5_000);
    expect(unexplained).toEqual([]);
    console.log(`${wanted.size} expected hits, none missed; beyond them, by reason: ${JSON.stringify(reasons)}`);
  }, 60_000);
});

/** The oracle is a database whose expressions nest a thousand deep; rules with more values it could not run. */
const ORACLE_VALUES = 1_000;

function values(expr: Expr): number {
  if (expr.kind === 'atom') return 1;
  return Array.isArray(expr.of) ? expr.of.reduce((sum, each) => sum + values(each), 0) : values(expr.of as Expr);
}

/** Why a hit that the oracle does not have is right; `undefined` where nothing explains it. */
function reasonFor(rule: DetectionRule, event: EventRecord): string | undefined {
  const { System: system } = event['Event'] as { System: { EventID: unknown; Channel: string } };
  const eventId =
    typeof system.EventID === 'number' ? system.EventID : Number((system.EventID as EventRecord)['#text']);
  if (rule.logsource.category !== undefined && system.Channel === 'Security')
    return 'a Security audit event stands for a category (taxonomy, Windows); the oracle takes Sysmon alone';
  if (rule.logsource.category === 'antivirus')
    return 'Windows Defender is an antivirus; the oracle has no source for it';
  if (eventId === 104)
    return 'Channel of event 104 is the one that was cleared; the oracle takes the one it was written to';
  if (values(rule.condition) > ORACLE_VALUES) return 'more values than the oracle could take';
  const { condition } = explain(rule, event, WINDOWS);
  if (negatesAbsent(condition, false))
    return 'a filter asks for a field that the event lacks: not matched, so its negation holds; the oracle has SQL’s NULL';
  if (holdsOf(condition, (item) => item.label.endsWith('|re|i')))
    return 'an expression that matches in any case; the oracle has no such flag';
  return holdsOf(condition, ({ wanted }) => wanted.some((value) => HEXADECIMAL.test(value)))
    ? 'a hexadecimal number in text; the oracle’s events have it as a decimal'
    : undefined;
}

function negatesAbsent(node: Explained, negated: boolean): boolean {
  switch (node.kind) {
    case 'item':
      return negated && Object.values(node.seen).some((values) => values.length === 0);
    case 'search':
      return negatesAbsent(node.of, negated);
    case 'not':
      return node.of.some((each) => negatesAbsent(each, !negated));
    default:
      return node.of.some((each) => negatesAbsent(each, negated));
  }
}

const HEXADECIMAL = /^\*?0x[0-9a-f]+\*?$/i;

function holdsOf(node: Explained, asks: (item: Extract<Explained, { kind: 'item' }>) => boolean): boolean {
  if (node.kind === 'item') return node.holds && asks(node);
  return node.kind === 'search' ? holdsOf(node.of, asks) : node.of.some((each) => holdsOf(each, asks));
}
