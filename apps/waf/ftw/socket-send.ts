import { connect } from 'node:net';
import type { Transaction } from '@haechi/seclang';
import { logLine, type Outcome, requestBytes, type StageInput } from '@haechi/seclang/ftw';

/** Milliseconds that a test waits for its answer. */
const ANSWER_MS = 5_000;

/** Sends a stage's bytes over a connection of its own and gathers what came of them. `seen` fills while it waits. */
export async function socketSend(port: number, input: StageInput, seen: Transaction[]): Promise<Outcome> {
  seen.length = 0;
  const answer = await exchange(port, requestBytes(input));
  const rules = seen.flatMap((transaction) => transaction.matchedRules);
  const end = answer.indexOf('\r\n\r\n');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
  return {
    status: status === undefined ? undefined : Number(status),
    responseBody: end < 0 ? '' : answer.slice(end + 4),
    logLines: rules.map(logLine),
    ruleIds: new Set(rules.map((rule) => rule.id)),
  };
}

/** Everything the server says until its first answer is complete, it closes, or time is up; as latin1. */
function exchange(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const done = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(text);
    };
    const timer = setTimeout(done, ANSWER_MS);
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (isComplete(text)) done();
    });
    socket.on('end', done);
    socket.on('error', done);
    socket.on('close', done);
  });
}

function isComplete(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const head = text.slice(0, end);
  if (/^HTTP\/1\.1 (?:1\d\d)/.test(head)) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) return text.length >= end + 4 + Number(length);
  return /\r\ntransfer-encoding: *chunked/i.test(head) && text.endsWith('0\r\n\r\n');
}
