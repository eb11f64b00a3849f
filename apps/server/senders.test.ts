import { expect, test } from 'vitest';
import { senderCheck } from './senders.ts';

test('while the state does not answer nobody is called unknown', async () => {
  const check = senderCheck({ lookUp: () => Promise.reject(new Error('connection refused')) });
  await expect(check('hk_0')).rejects.toMatchObject({ code: 'state_unreachable' });
});
