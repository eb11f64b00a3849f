import type { Dispatcher } from 'undici';
import { expect, test } from 'vitest';
import { ClientGone } from './exchange.ts';
import { AnswerHandler } from './upstream-answer.ts';

test('a request whose client leaves while it waits for a connection is given up at once, and not begun later', async () => {
  let leave: () => void = () => undefined;
  let handler: AnswerHandler | undefined;
  const answer = new Promise((resolve, reject) => {
    handler = new AnswerHandler(resolve, reject, (then) => {
      leave = then;
      return () => undefined;
    });
  });
  leave();
  await expect(answer).rejects.toBeInstanceOf(ClientGone);
  const aborted: Error[] = [];
  handler?.onRequestStart({
    abort: (reason: Error) => aborted.push(reason),
  } as unknown as Dispatcher.DispatchController);
  expect(aborted).toEqual([expect.any(ClientGone)]);
});
