import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRules } from '../parse/rules.ts';
import { LOGSOURCE, randomDetection } from '../test/random-rules.ts';
import { packRules, unpackRules } from './packed-rules.ts';

test('what is packed comes back as it was: rules, correlations, filters, errors', () => {
  const parsed = parseRules(
    `title: a
id: 00000000-0000-4000-8000-000000000001
logsource: {category: test}
detection: {sel: {A: 'x*y?z', B|cidr: 'fe80::/10', C|windash|contains: '-a -b -c -d'}, condition: sel}
---
title: c
id: 00000000-0000-4000-8000-000000000002
correlation:
  type: event_count
  rules: [00000000-0000-4000-8000-000000000001]
  group-by: [u]
  timespan: 1h
  condition: {gte: 2}
  aliases: {u: {00000000-0000-4000-8000-000000000001: User}}
---
title: f
id: 00000000-0000-4000-8000-000000000003
logsource: {category: test}
filter: {rules: any, sel: {D: null}, condition: not sel}
---
title: bad
logsource: {category: test}
detection: {sel: {A|nonsense: 1}, condition: sel}`,
    { path: 'p.yml' },
  );
  expect(parsed.rules).toHaveLength(3);
  expect(parsed.errors).toHaveLength(1);
  expect(unpackRules(packRules([parsed]))).toEqual([parsed]);
});

test('random rules come back as they were', () => {
  fc.assert(
    fc.property(randomDetection, (detection) => {
      const parsed = parseRules(JSON.stringify({ title: 'r', logsource: LOGSOURCE, detection }));
      expect(unpackRules(packRules([parsed]))).toEqual([parsed]);
    }),
  );
});

test('anything else is not taken', () => {
  for (const text of ['', 'null', '{}', '{"format":0,"parsed":[]}', '[1']) expect(unpackRules(text)).toBeUndefined();
});
