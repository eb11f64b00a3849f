import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from '../match/matcher.ts';
import type { DetectionRule } from '../model.ts';
import { parseRules } from '../parse/rules.ts';
import { explain } from './explain.ts';

const RULES = parseRules(`
title: Tool
id: 11111111-1111-4111-8111-111111111111
logsource: { category: process_creation, product: windows }
detection:
  tool: { Image|endswith: ['\\a.exe', '\\b.exe'] }
  flag: { CommandLine|contains|all: [x, y] }
  system: { User: SYSTEM }
  condition: tool and (flag or not system)
---
title: Words
id: 22222222-2222-4222-8222-222222222222
logsource: { product: linux }
detection: { words: [fail, denied], none: { User: null }, condition: words and not none }
---
title: Same
id: 33333333-3333-4333-8333-333333333333
logsource: { product: windows }
detection: { same: { User|fieldref: CommandLine }, condition: same }
`).rules as DetectionRule[];
const [TOOL, WORDS] = RULES as [DetectionRule, DetectionRule];
const PROCESS = { product: 'windows', category: 'process_creation' };

test('every item says what it asks and what the event has', () => {
  const { matched, condition } = explain(TOOL, { Image: 'C:\\A.EXE', CommandLine: 'x', User: 'SYSTEM' }, PROCESS);
  expect(matched).toBe(false);
  expect(condition).toMatchObject({
    kind: 'and',
    holds: false,
    of: [
      {
        kind: 'search',
        name: 'tool',
        holds: true,
        of: { label: 'Image|endswith', wanted: ['*\\a.exe', '*\\b.exe'], seen: { Image: ['C:\\A.EXE'] } },
      },
      {
        kind: 'or',
        holds: false,
        of: [
          { name: 'flag', holds: false, of: { wanted: ['*x*', '*y*'], seen: { CommandLine: ['x'] } } },
          { kind: 'not', holds: false, of: [{ name: 'system', holds: true }] },
        ],
      },
    ],
  });
});

test('a field that is absent shows no value, and another log source is said', () => {
  const explanation = explain(TOOL, { message: 'x' }, { product: 'linux', service: 'sshd' });
  expect(explanation).toMatchObject({
    matched: false,
    applies: false,
    event: { product: 'linux', services: ['sshd'], categories: [] },
  });
  expect(JSON.stringify(explanation.condition)).toContain('"seen":{"Image":[]}');
  expect(explain(WORDS, { message: 'Login FAILed', User: 'a' }, { product: 'linux' }).matched).toBe(true);
});

test('says of every rule what the matcher says', () => {
  const matcher = compile(RULES);
  const value = fc.constantFrom('C:\\a.exe', 'D:\\B.exe', 'x y', 'X', 'SYSTEM', 'denied', '', 'bob');
  const event = fc.record({ Image: value, CommandLine: value, User: fc.option(value) }, { requiredKeys: [] });
  const logsource = fc.constantFrom(PROCESS, { product: 'linux' }, { product: 'windows', service: 'security' });
  let matches = 0;
  fc.assert(
    fc.property(event, logsource, (native, given) => {
      const fired = new Set(matcher.match(native, given).map((match) => match.rule.id));
      for (const rule of RULES) {
        const { matched } = explain(rule, native, given);
        expect(matched).toBe(fired.has(rule.id));
        if (matched) matches++;
      }
    }),
    { numRuns: 500 },
  );
  expect(matches).toBeGreaterThan(20);
});
