import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { corpusRequests, requestsArchive } from '../ftw/corpus-requests.ts';
import { crsFolder, loadCrs } from '../ftw/crs.ts';
import type { ParsedRequest } from '../ftw/http.ts';
import { exchange } from '../ftw/index.ts';
import type { RuleSet } from '../index.ts';
import { compileRegex } from '../regex/compile.ts';
import { foldAscii, type Necessary } from './necessary.ts';
import { Prefilter } from './prefilter.ts';

const bit = (out: Uint32Array, at: number): boolean => ((out[at >>> 5]! >>> (at & 31)) & 1) === 1;

/** What the prefilter computes, by its definition. */
function holds(necessary: Necessary, value: string): boolean {
  const folded = foldAscii(value);
  return necessary.every((clause) => clause.some((literal) => folded.includes(literal)));
}

const literal = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '<', '\xe9'), minLength: 1, maxLength: 4 });
const necessary = fc.array(fc.array(literal, { minLength: 1, maxLength: 4 }), { maxLength: 3 });
const value = fc.string({ unit: fc.constantFrom('a', 'B', 'C', 'b', '<', '\xe9', '\xc9', ' '), maxLength: 40 });

describe('prefilter', () => {
  test('sets exactly the bits of the tests whose clauses all hold', () => {
    fc.assert(
      fc.property(fc.array(necessary, { minLength: 1, maxLength: 70 }), fc.array(value), (tests, values) => {
        const prefilter = new Prefilter(tests);
        for (const text of values) {
          const out = new Uint32Array(prefilter.words);
          prefilter.scan(text, out, 0);
          tests.forEach((clauses, slot) => {
            expect(bit(out, slot)).toBe(holds(clauses, text));
          });
        }
      }),
      { numRuns: 150 },
    );
  });

  test('what one value needs is not lost when it is joined to others', () => {
    const tests = fc.array(necessary, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(tests, fc.array(fc.array(value, { minLength: 1 }), { minLength: 1 }), (clauses, blocks) => {
        const prefilter = new Prefilter(clauses);
        const out = new Uint32Array(prefilter.words);
        for (const block of blocks) {
          prefilter.start(out, 0);
          for (const text of block) prefilter.join(text, out, 0);
        }
        clauses.forEach((needed, slot) => {
          if (blocks.flat().some((text) => holds(needed, text))) expect(bit(out, slot)).toBe(true);
        });
      }),
    );
  });

  test('a literal too long for the automaton is looked for by its beginning', () => {
    const prefilter = new Prefilter([[['a-very-long-literal']], [['a-very-long-other', 'a-very-short']]]);
    const out = new Uint32Array(prefilter.words);
    prefilter.scan('x A-Very-Long-Literal', out, 0);
    expect([bit(out, 0), bit(out, 1)]).toEqual([true, true]);
    prefilter.scan('a-ver', out, 0);
    expect([bit(out, 0), bit(out, 1)]).toEqual([false, false]);
  });

  test.each([
    '(?i)union\\s+select',
    'a(?:b|cd?)+[ef]{2}',
    '(?:<script|on\\w+\\s*=)[^>]*',
    '^(?:ab?|[a-c]{1,2}d)$',
    '(?i:a|B)c*(?=b)[^a]',
    `(?i)(?:^|;)s["'\\^]*e["'\\^]*l["'\\^]*e["'\\^]*c["'\\^]*t(?:\\s|<)`,
    '(?:un["]?ion|[<>]{2}|o["]?n["]?load)+',
    '["<=>]?[=;]a?',
  ])('a value that lacks what %s needs never matches it', (pattern) => {
    const regex = compileRegex(pattern);
    const words = fc.string({
      unit: fc.constantFrom(
        'a',
        'b',
        'c',
        'd',
        'e',
        'f',
        'UNION',
        'select',
        ' ',
        '<script',
        'onload',
        '=',
        '>',
        'B',
        '"',
        ';',
        'on',
        'load',
      ),
      maxLength: 12,
    });
    fc.assert(
      fc.property(words, (text) => {
        if (regex.test(text)) expect(holds(regex.necessary, text)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

const folder = crsFolder();
const archive = requestsArchive();

function fired(ruleset: RuleSet, request: ParsedRequest): string[] {
  return exchange(ruleset, request).transaction.matchedRules.map(({ id, data }) => `${id} ${data}`);
}

describe.skipIf(folder === undefined || archive === undefined)(
  'the same CRS rules fire with and without prefilter (skipped without the corpus)',
  () => {
    const flavour = 'suite';
    const filtered = folder === undefined ? undefined : loadCrs(folder, flavour).ruleset;
    const plain = folder === undefined ? undefined : loadCrs(folder, flavour, { prefilter: false }).ruleset;
    const requests = archive === undefined ? [] : corpusRequests(archive);

    test('on real requests', () => {
      const sample = requests.filter(({ kind }, index) => kind === 'attack' || index % 20 === 0);
      expect(sample.length).toBeGreaterThan(500);
      for (const { name, request } of sample)
        expect([name, fired(filtered!, request)]).toEqual([name, fired(plain!, request)]);
    });

    test('on random requests made of pieces of attacks', () => {
      const pieces = requests
        .filter(({ kind }) => kind === 'attack')
        .flatMap(({ request }) => request.uri.split(/(?<=[=&/%])/).slice(0, 40));
      const piece = fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary-ascii', maxLength: 6 }));
      const words = fc.array(piece, { maxLength: 12 }).map((list) => list.join(''));
      fc.assert(
        fc.property(words, words, (query, body) => {
          const request: ParsedRequest = {
            method: 'POST',
            uri: `/x?${query}`,
            protocol: 'HTTP/1.1',
            headers: [
              ['Host', 'localhost'],
              ['Content-Type', 'application/x-www-form-urlencoded'],
              ['Cookie', body.slice(0, 30)],
            ],
            body: Buffer.from(body, 'latin1'),
          };
          expect(fired(filtered!, request)).toEqual(fired(plain!, request));
        }),
        { numRuns: 150 },
      );
    });
  },
);
