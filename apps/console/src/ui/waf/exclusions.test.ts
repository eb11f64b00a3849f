import { expect, test } from 'vitest';
import { exclusionsOf } from './exclusions.ts';

const rule = (id: number, variable: string, tags: string[] = ['attack-sqli']) => ({
  id,
  variable,
  tags,
  msg: '',
  severity: 'CRITICAL',
  data: '',
});

test('each rule for its field on the path, once, never the one that decides', () => {
  const rules = [
    rule(1, 'ARGS:q'),
    rule(1, 'ARGS:q'),
    rule(2, 'ARGS:이름'),
    rule(9, 'TX:score', ['anomaly-evaluation']),
  ];
  expect(exclusionsOf(rules, '/board', [])).toEqual([
    { rule: 1, path: '/board', target: 'ARGS:q' },
    { rule: 2, path: '/board' },
  ]);
});

test('what the site has already is not offered again, and a path that rules cannot name offers nothing', () => {
  const known = [{ id: 'x', rule: 1, path: '/board', target: 'ARGS:q', author: '', created: '', reason: '' }];
  expect(exclusionsOf([rule(1, 'ARGS:q')], '/board', known)).toEqual([]);
  expect(exclusionsOf([rule(1, 'ARGS:q')], '/"', [])).toEqual([]);
  expect(exclusionsOf([rule(1, 'ARGS:q')], undefined, [])).toEqual([]);
});
