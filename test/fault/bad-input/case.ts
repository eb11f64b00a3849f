import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerProcess } from '../server-process.ts';

/** A server under test, with the tokens to send to it and to look into it. */
export interface Target {
  readonly server: ServerProcess;
  readonly syslogPort: number;
  readonly ingest: string;
  readonly read: string;
}

/** One kind of bad input: what it does to the server and what must come of it. */
export interface BadInput {
  readonly name: string;
  /** @returns what the server did, for the reader. @throws Error when that was not what must be. */
  run(target: Target): Promise<string>;
}

/** Sends a HEC body. Answers `<status> <body>`. */
export async function sendHec(
  { server, ingest }: Target,
  route: 'event' | 'raw',
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<string> {
  const answer = await fetch(`${server.origin}/services/collector/${route}`, {
    method: 'POST',
    headers: { authorization: `Splunk ${ingest}`, ...headers },
    body,
  });
  return `${answer.status} ${await answer.text()}`;
}

/** Fails unless the answer begins as expected. */
export function mustAnswer(answer: string, status: number): void {
  if (!answer.startsWith(`${status} `)) throw new Error(`expected ${status}, was answered ${answer.slice(0, 300)}`);
}

/** How many dead letters hold a word, once there is one. */
export async function countDeadLetters({ server, read }: Target, word: string): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const range = 'from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z';
    const answer = await fetch(`${server.origin}/api/v1/deadletters?${range}`, {
      headers: { authorization: `Bearer ${read}` },
    });
    if (!answer.ok) throw new Error(`dead letters answered ${answer.status}: ${await answer.text()}`);
    const { rows } = (await answer.json()) as { rows: { raw: string; reason: string }[] };
    const found = rows.filter(({ raw, reason }) => raw.includes(word) && reason !== '').length;
    if (found > 0) return found;
    await sleep(100);
  }
  return 0;
}

/** How many events a query finds, waited for until there are as many as expected. */
export async function countStored({ server, read }: Target, query: string, expected: number): Promise<number> {
  let total = -1;
  for (let tries = 0; tries < 300; tries++) {
    const answer = await fetch(`${server.origin}/api/v1/search`, {
      method: 'POST',
      headers: { authorization: `Bearer ${read}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z', limit: 1000 }),
    });
    if (!answer.ok) throw new Error(`search answered ${answer.status}: ${await answer.text()}`);
    total = ((await answer.json()) as { rows: unknown[] }).rows.length;
    if (total >= expected) break;
    await sleep(100);
  }
  return total;
}

/** The server is alive and loses nothing: a good event sent now is answered 200 and found once. */
export async function mustStillTake(target: Target, word: string): Promise<void> {
  mustAnswer(await sendHec(target, 'event', JSON.stringify({ event: `still here ${word}` })), 200);
  const found = await countStored(target, `"${word}"`, 1);
  if (found !== 1) throw new Error(`the good event '${word}' is stored ${found} times`);
}
