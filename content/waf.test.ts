import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskReader, loadRules, type RuleSet } from '@haechi/seclang';
import { exchange } from '@haechi/seclang/ftw';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { wafRuleFiles } from './waf.ts';

/** One request in short: a value is the argument of a form; the rest is as on the wire. */
interface Sample {
  readonly value?: string;
  readonly query?: string;
  readonly uri?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly body?: string;
  readonly file?: { readonly name: string; readonly content: string };
}

/** Requests that a rule matches and that are denied, that it only notes, and that it leaves alone. */
interface Samples {
  readonly fires?: readonly Sample[];
  readonly notes?: readonly Sample[];
  readonly silent: readonly Sample[];
}

const FORM = 'application/x-www-form-urlencoded';
const folder = join(import.meta.dirname, 'waf');
const samples = new Map<number, Samples>(
  readdirSync(folder)
    .filter((name) => name.endsWith('.samples.yml'))
    .flatMap((name) => Object.entries(parse(readFileSync(join(folder, name), 'utf8')) as Record<string, Samples>))
    .map(([id, of]) => [Number(id), of]),
);

/** The rules with every one of them logged, so that a test sees what `nolog` hides. */
function loaded(): RuleSet {
  const disk = diskReader();
  const reader = {
    ...disk,
    read: (path: string) => Buffer.from(String(disk.read(path)).replaceAll('pass,nolog', 'pass,log')),
  };
  const result = loadRules(wafRuleFiles(), { reader });
  expect(result.ruleset === undefined ? result.errors : result.warnings).toEqual([]);
  return result.ruleset!;
}

const ruleset = loaded();

function send(sample: Sample): { ids: number[]; denied: boolean } {
  let { body = '', type } = sample;
  if (sample.value !== undefined) {
    type = FORM;
    body = `value=${encodeURIComponent(sample.value)}`;
  }
  if (sample.file !== undefined) {
    type = 'multipart/form-data; boundary=b0undary';
    const disposition = `Content-Disposition: form-data; name="file"; filename="${sample.file.name}"`;
    body = `--b0undary\r\n${disposition}\r\nContent-Type: text/plain\r\n\r\n${sample.file.content}\r\n--b0undary--\r\n`;
  }
  const bytes = Buffer.from(body, 'utf8');
  const own = Object.entries(sample.headers ?? {});
  const headers = [
    ['Host', 'shop.example'],
    ...own,
    ...(type === undefined ? [] : [['Content-Type', type] as const, ['Content-Length', String(bytes.length)] as const]),
  ].map(([name, value]) => [name!, value!] as const);
  const uri = (sample.uri ?? '/page') + (sample.query === undefined ? '' : `?${sample.query}`);
  const method = sample.method ?? (bytes.length > 0 ? 'POST' : 'GET');
  const { transaction } = exchange(ruleset, { method, uri, protocol: 'HTTP/1.1', headers, body: bytes });
  return {
    ids: transaction.matchedRules.map((rule) => rule.id),
    denied: transaction.interruption !== undefined,
  };
}

const ids = wafRuleFiles()
  .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/\bid:(\d+)/g)])
  .map((found) => Number(found[1]));

describe('the WAF rules of the product', () => {
  test('every rule outside the setup has samples of its own, and its id is in the documented range', () => {
    expect([...samples.keys()].sort()).toEqual(ids.filter((id) => id >= 9_110_000).sort());
    expect(ids.every((id) => id >= 9_100_000 && id <= 9_199_999)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    for (const of of samples.values()) expect(of.silent.length).toBeGreaterThan(0);
  });

  describe.each([...samples])('%i', (id, { fires = [], notes = [], silent }) => {
    test('has a request that it matches', () => expect(fires.length + notes.length).toBeGreaterThan(0));
    test.each(fires)('matches, and the request is denied: %j', (sample) => {
      const { ids: matched, denied } = send(sample);
      expect(matched).toContain(id);
      expect(denied).toBe(true);
    });
    test.each(notes)('matches: %j', (sample) => expect(send(sample).ids).toContain(id));
    test.each(silent)('does not match: %j', (sample) => expect(send(sample).ids).not.toContain(id));
  });

  test('ordinary requests are let through', () => {
    for (const value of ['김민지', 'AT&T; Inc. (USA)', "it's 5 o'clock", 'a=b&c=d', 'SELECT your size', '50% off!'])
      expect([value, send({ value }).denied]).toEqual([value, false]);
  });
});
