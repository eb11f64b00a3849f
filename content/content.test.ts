import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { correlatePlainly } from '../test/scenarios/correlate-plainly.ts';
import { decode, matches, rulebook } from '../test/scenarios/replay.ts';
import { ruleTexts } from './rule-texts.ts';
import { builtinRules, ruleSamples } from './rules.ts';

interface RuleDocument {
  readonly id: string;
  readonly title: string;
  readonly name?: string;
  readonly tags?: readonly string[];
  readonly haechi: { readonly response?: object };
}

interface Samples {
  readonly decoder: string | readonly string[];
  readonly fires: readonly string[];
  readonly quiet: readonly string[];
}

const json = (path: string): object => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as object;
const ajv = addFormats.default(new Ajv.default({ allErrors: true }));
const validRule = ajv.compile(json('./schema/rule.schema.json'));
const validSamples = ajv.compile(json('./schema/samples.schema.json'));
const { techniques } = json('./attack.json') as { techniques: Record<string, [string, ...string[]]> };

const files = builtinRules().map(({ path, text }) => ({
  path,
  documents: parseAllDocuments(text).map((document) => document.toJS() as RuleDocument),
}));
const samples = new Map(ruleSamples().map(({ path, text }) => [path, parse(text) as Samples]));
const book = rulebook(builtinRules());
/** After the newest time in any sample, for syslog lines without a year. */
const NOW = Date.parse('2026-08-11T00:00:00Z');

const numbered = (texts: readonly string[] = []) => texts.map((text, index) => ({ text, number: index + 1 }));
const linesOf = (sample: string): string[] => sample.replace(/\n$/, '').split('\n');

test('there are rules for web servers, Linux and Windows', () => {
  for (const folder of ['web', 'linux', 'windows']) {
    expect(files.filter(({ path }) => path.startsWith(`builtin/${folder}/`)).length).toBeGreaterThan(20);
  }
});

test('no two rules share an id or a name', () => {
  const documents = files.flatMap((file) => file.documents);
  const ids = documents.map(({ id }) => id);
  const names = documents.flatMap(({ name }) => (name === undefined ? [] : [name]));
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(files)('$path', ({ path, documents }) => {
  const reporting = documents.at(-1);
  const sample = samples.get(path);
  const feeding = documents.filter((document) => 'detection' in document);

  test('follows the schema; the last document reports, those before it only feed it', () => {
    for (const document of documents) expect(validRule(document), ajv.errorsText(validRule.errors)).toBe(true);
    expect(documents.map(({ haechi }) => haechi.response !== undefined)).toEqual(
      documents.map((_, i) => i === documents.length - 1),
    );
  });

  test('says title and advice in three languages', () => {
    for (const { id, title } of documents) {
      const titles = ruleTexts(id)?.title;
      expect(titles?.en).toBe(title);
      expect(new Set(Object.values(titles ?? {})).size).toBe(3);
    }
    const texts = ruleTexts(reporting?.id ?? '');
    expect(texts?.title.en).toBe(reporting?.title);
    expect(new Set(Object.values(texts?.title ?? {})).size).toBe(3);
    expect(new Set(Object.values(texts?.response ?? {})).size).toBe(3);
  });

  test('names techniques of ATT&CK with the tactics they serve, and no tactic without one', () => {
    const tags = (reporting?.tags ?? []).filter((tag) => tag.startsWith('attack.')).map((tag) => tag.slice(7));
    const ids = tags.filter((tag) => /^t\d/.test(tag));
    const tactics = tags.filter((tag) => !ids.includes(tag));
    expect(ids.filter((id) => !(id in techniques))).toEqual([]);
    const serves = (id: string): string[] => techniques[id]?.slice(1) ?? [];
    expect(ids.filter((id) => !serves(id).some((tactic) => tactics.includes(tactic)))).toEqual([]);
    expect(tactics.filter((tactic) => !ids.some((id) => serves(id).includes(tactic)))).toEqual([]);
    expect(ids.length).toBeGreaterThan(0);
  });

  test('has samples', () => {
    expect(validSamples(sample), ajv.errorsText(validSamples.errors)).toBe(true);
  });

  test.each(numbered(sample?.fires))('fires on sample $number', ({ text }) => {
    const { events, rejects } = decode(linesOf(text), NOW);
    expect(rejects).toEqual([]);
    expect(new Set(events.map((event) => event.decoder))).toEqual(new Set([sample?.decoder ?? []].flat()));
    const found = new Set(matches(book, events).map(({ rule }) => rule.id));
    expect(feeding.filter(({ id }) => !found.has(id))).toEqual([]);
    expect([...found, ...correlatePlainly(book, events)]).toContain(reporting?.id);
  });

  test.each(numbered(sample?.quiet))('keeps every rule quiet on sample $number', ({ text }) => {
    const { events, rejects } = decode(linesOf(text), NOW);
    expect(rejects).toEqual([]);
    expect(events.length).toBeGreaterThan(0);
    expect(matches(book, events).flatMap(({ rule, silent }) => (silent ? [] : [rule.title]))).toEqual([]);
    expect([...correlatePlainly(book, events)].map((id) => ruleTexts(id)?.title.en)).toEqual([]);
  });
});

test('every sample belongs to a rule', () => {
  const paths = files.map(({ path }) => path);
  expect([...samples.keys()].filter((path) => !paths.includes(path))).toEqual([]);
});
