import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createMasker, type Found, maskBody } from '@haechi/masking';
import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { maskingRules, readMaskingRules } from './masking.ts';

interface Sample {
  readonly type: string;
  readonly body: string;
}

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');
const rules = maskingRules();
const masker = createMasker(rules, Buffer.from('key of the test'));
const samples = parse(read('./masking/masking.samples.yml')) as Record<string, { masks: Sample[]; keeps: Sample[] }>;

test('the rules follow the schema and each has samples', () => {
  const ajv = new Ajv.default();
  const valid = ajv.compile(JSON.parse(read('./schema/masking.schema.json')) as object);
  expect(valid(rules), ajv.errorsText(valid.errors)).toBe(true);
  expect(Object.keys(samples).sort()).toEqual(rules.map(({ id }) => id).sort());
});

describe.each(Object.entries(samples))('%s', (id, { masks, keeps }) => {
  test.each(masks)('masks $body', ({ type, body }) => {
    const found: Found = new Map();
    const shown = maskBody(body, type, masker, found);
    expect(Object.fromEntries(found)).toEqual({ [id]: 1 });
    expect(shown).toContain(`[masked:${id}`);
  });

  test.each(keeps)('keeps $body', ({ type, body }) => {
    expect(maskBody(body, type, masker, new Map())).toBe(body);
  });
});

test.each([
  ['a: 1', 'holds no list'],
  ['- names: [a]', 'rule 1: it needs an id'],
  ['- {id: a}', 'needs names, contains or a pattern'],
  ['- {id: a, name: [b]}', '"name" is none of'],
  ['- {id: a, names: b}', 'lists of texts'],
  ['- [', ''],
])('a rule file with %s is refused with its place', (text, what) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'masking-'));
  const file = path.join(folder, 'rules.yml');
  writeFileSync(file, text);
  expect(() => readMaskingRules(file)).toThrow(expect.objectContaining({ code: 'masking_file_invalid' }));
  expect(() => readMaskingRules(file)).toThrow(what);
  rmSync(folder, { recursive: true });
});
