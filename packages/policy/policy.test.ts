import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from './policy.ts';
import { readBlockEntry, readExclusion, readPolicy } from './read.ts';
import { policyRules } from './seclang.ts';

const policy = { ...DEFAULT_POLICY, upstream: 'http://127.0.0.1:3000' };

test('a policy is read as it was written, and nothing beside it', () => {
  const full = {
    ...policy,
    exclusions: [{ rule: 9180020, path: '/board/*', target: 'ARGS:body' }, { rule: 1 }],
    blocked: [{ kind: 'address', value: '2001:db8::/32', expires: '2027-01-01T00:00:00Z' }],
  };
  expect(readPolicy({ ...full, more: 1 })).toEqual(full);
});

describe.each([
  [{ upstream: 'http://h/path' }, 'policy_invalid'],
  [{ upstream: 'http://u:p@h' }, 'policy_invalid'],
  [{ upstream: 'file:///etc' }, 'policy_invalid'],
  [{ mode: 'off' }, 'policy_invalid'],
  [{ paranoia: 5 }, 'policy_invalid'],
  [{ threshold: 0 }, 'policy_invalid'],
  [{ exclusions: {} }, 'policy_invalid'],
  [{ exclusions: new Array(501).fill({ rule: 1 }) }, 'policy_invalid'],
  [{ exclusions: [{ rule: 1, path: '/a"b' }] }, 'exclusion_invalid'],
  [{ blocked: [{ kind: 'address', value: '10.0.0.0/33' }] }, 'block_entry_invalid'],
])('%j', (change, code) => {
  test(`is refused: ${code}`, () => {
    expect(() => readPolicy({ ...policy, ...change })).toThrow(expect.objectContaining({ code }));
  });
});

test.each([
  { rule: 1, path: 'board' },
  { rule: 1, path: '/a b' },
  { rule: 1, path: '/a%{tx.x}' },
  { rule: 1, path: '/a\\' },
  { rule: 1, target: 'TX:haechi_score' },
  { rule: 1, target: 'ARGS:a;b' },
  { rule: 1, target: 'ARGS:a,ctl:ruleEngine=Off' },
  { rule: 0 },
  { rule: '1' },
])('the exclusion %j is refused', (exclusion) => {
  expect(() => readExclusion(exclusion)).toThrow(expect.objectContaining({ code: 'exclusion_invalid' }));
});

test.each([
  { kind: 'address', value: 'x' },
  { kind: 'user', value: 'x' },
  { kind: 'session', value: '' },
  { kind: 'account', value: 'a', expires: 'soon' },
])('the block entry %j is refused', (entry) =>
  expect(() => readBlockEntry(entry)).toThrow(expect.objectContaining({ code: 'block_entry_invalid' })),
);

test('property: whatever an exclusion is made of, it writes one directive without a way out of its quotes', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[/A-Z:a-z"'\\;,%{}* \n-]{0,30}$/));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), text, text, (rule, path, target) => {
      let read: ReturnType<typeof readExclusion>;
      try {
        read = readExclusion({ rule, path: `/${path}`, target: `ARGS:${target}` });
      } catch {
        return;
      }
      const lines = policyRules({ ...policy, exclusions: [read] }).split('\n');
      expect(lines).toHaveLength(4);
      expect(lines[2]?.replaceAll(/[^"]/g, '')).toBe('""""');
      expect(lines[2]).not.toMatch(/[\\{]/);
    }),
    { numRuns: 5_000 },
  );
});
