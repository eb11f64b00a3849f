import { expect, test } from 'vitest';
import { loadRules, memoryReader } from '../index.ts';

test('a rule of a chain on MATCHED_VAR names the field of the request', () => {
  const rules = `SecRuleEngine On
SecRule ARGS "@contains attack" "id:1,phase:1,pass,log,chain"
  SecRule MATCHED_VAR "@lt 50" "t:length"
SecRule ARGS:b "@rx x" "id:2,phase:1,pass,log,chain"
  SecRule ARGS:a "@contains attack" ""
SecRule &ARGS "@gt 1" "id:3,phase:1,pass,log"`;
  const { ruleset } = loadRules(['a.conf'], { reader: memoryReader({ 'a.conf': rules }) });
  const transaction = ruleset?.transaction();
  transaction?.processUri({ method: 'GET', uri: '/?a=attack&b=x', protocol: 'HTTP/1.1' });
  transaction?.processRequestHeaders();
  expect(transaction?.matchedRules.map(({ id, variable }) => [id, variable])).toEqual([
    [1, 'ARGS:a'],
    [2, 'ARGS:a'],
    [3, '&ARGS'],
  ]);
});
