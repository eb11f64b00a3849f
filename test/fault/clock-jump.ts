/**
 * `node test/fault/clock-jump.ts [SECONDS]`: a real server whose wall clock jumps while it runs (Debian's libfaketime; the
 * monotonic clock goes on): a day ahead, two days back, a year ahead, and back to the right time. All the while a sender, a
 * tenant with bounds, a person, an API token and a live stream stay in use. Prints what each saw in each phase of SECONDS
 * (default 12); exits 1 when an acknowledged event is not stored once or somebody is locked out afterwards.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fakeClock } from './clock/fake-clock.ts';
import { LiveStream } from './clock/live-stream.ts';
import { Person } from './clock/person.ts';
import { guessPasswords, SteadySender, storedIds } from './clock/senders.ts';
import { freePort, makeToken, setUp, startServer } from './server-process.ts';

const SECONDS = Number(process.argv[2] ?? 12);
const DAY_MS = 86_400_000;
const ADDRESS = '203.0.113.77';
const BOUNDED = '/root/bounded/';

const data = mkdtempSync(path.join(tmpdir(), 'haechi-clock-'));
const clock = await fakeClock(path.join(data, 'clock'));
const server = await startServer({ data, port: await freePort(), syslogPort: await freePort(), env: clock.env });
const failures: string[] = [];
let readToken = '';
const must = (holds: boolean, what: string): void => {
  if (!holds) failures.push(what);
};

try {
  const admin = await setUp(server);
  const call = async (method: string, url: string, body: unknown): Promise<void> => {
    const answer = await fetch(`${server.origin}${url}`, {
      method,
      headers: admin.headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${await answer.text()}`);
  };
  await call('POST', '/api/v1/tenants', { parent: '/root/', slug: 'bounded', name: 'bounded' });
  await call('PATCH', `/api/v1/tenants?tenant=${BOUNDED}`, { eventsPerSecond: 1_000, bytesPerDay: 400_000 });
  const ingest = await makeToken(server, admin, ['ingest']);
  const read = await makeToken(server, admin, ['read']);
  readToken = read;
  const person = new Person(server.origin, admin);
  const stream = new LiveStream(server.origin, read);
  const steady = new SteadySender(server.origin, ingest, 'clocksteady');
  const bounded = new SteadySender(server.origin, await makeToken(server, admin, ['ingest'], BOUNDED), 'clockbounded');
  const senders = [steady.run(), bounded.run(20, 1_000)];

  const phase = async (name: string, offset: string, offsetMs: number): Promise<void> => {
    const before = [steady.taken.size, steady.refused, bounded.taken.size, bounded.refused, stream.messages] as const;
    clock.set(offset);
    steady.longestMs = 0;
    let skewMs = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 60 && Math.abs(skewMs) > 30_000; tries++) {
      await sleep(1_000);
      skewMs = (await serverTimeMs()) - Date.now() - offsetMs;
    }
    must(Math.abs(skewMs) < 30_000, `${name}: the server's clock is ${skewMs} ms beside what it was set to`);
    const guessed = await guessPasswords(server.origin, ingest, ADDRESS);
    const until = performance.now() + SECONDS * 1_000;
    while (performance.now() < until) {
      await person.look();
      await steady.look(read);
      await sleep(200);
    }
    const signedIn = await person.signIn(20_000);
    must(signedIn !== undefined, `${name}: nobody can sign in within 20 s`);
    must(steady.taken.size > before[0], `${name}: nothing was taken`);
    must(stream.messages > before[4] || (await stream.again()), `${name}: the live stream is dead`);
    // The waits that they earn must not last until the clock is there again.
    const wrong = await person.signInWrongly(7);
    process.stdout.write(
      `${name} (${new Date(await serverTimeMs()).toISOString()}): taken ${steady.taken.size - before[0]}, refused ${steady.refused - before[1]}, longest answer ${Math.round(steady.longestMs)} ms; ` +
        `bounded tenant taken ${bounded.taken.size - before[2]}, refused ${bounded.refused - before[3]}; guesses of passwords taken ${guessed}; ` +
        `token ${steady.looks()}; person ${person.looks()}, ${wrong} wrong sign-ins, signed in again after ${signedIn ?? '∞'} ms; ` +
        `live messages ${stream.messages - before[4]}\n`,
    );
  };
  await phase('right', '+0', 0);
  await phase('a day ahead', '+1d', DAY_MS);
  await phase('a day behind', '-1d', -DAY_MS);
  await phase('a year ahead', '+365d', 365 * DAY_MS);
  const began = Date.now();
  await phase('right again', '+0', 0);
  await phase('still right', '+0', 0);
  steady.stop();
  bounded.stop();
  await Promise.all(senders);

  for (const [name, sender, token] of [
    ['steady', steady, read],
    ['bounded', bounded, read],
  ] as const) {
    const stored = await storedIds(server.origin, token, sender.tag, sender.taken.size);
    const missing = [...sender.taken].filter((id) => !stored.has(id)).length;
    const doubled = [...stored.values()].filter((times) => times > 1).length;
    must(missing === 0 && doubled === 0, `${name}: ${missing} missing, ${doubled} doubled`);
    process.stdout.write(
      `${name}: acknowledged ${sender.taken.size}, stored ${stored.size}, missing ${missing}, doubled ${doubled}\n`,
    );
  }
  // Refused at the end: a clock that was ahead must not have used up the volume of a day to come.
  must(bounded.takenLately, 'the bounded tenant is locked out after the clock is right again');

  const found = await get<{ rows: { time: string; entities: { address?: string[] } }[] }>(
    '/api/v1/findings?ruleId=d30f60fd-3c04-4af4-bcf3-cd084e70248b&limit=100',
  );
  const times = found.rows.filter(({ entities }) => entities.address?.includes(ADDRESS)).map(({ time }) => time);
  process.stdout.write(`password guessing with success found at ${times.toSorted().join(', ')}\n`);
  must(
    times.filter((time) => Date.parse(time) > began - 1_000 && Date.parse(time) < Date.now() + 60_000).length >= 1,
    'guessed passwords are not found when the clock is right again',
  );
  const health = await fetch(`${server.origin}/services/collector/health`);
  must(health.status === 200, `HEC calls itself unhealthy: ${health.status}`);
  const from = new Date(Date.now() - 3 * DAY_MS).toISOString();
  const to = new Date(Date.now() + 400 * DAY_MS).toISOString();
  const usage = await get<{ rows: { time: string; accepted: number; late: number }[] }>(
    `/api/v1/usage?from=${from}&to=${to}&step=hour`,
  );
  const accepted = usage.rows.reduce((sum, row) => sum + row.accepted, 0);
  process.stdout.write(
    `counted accepted ${accepted}, in hours ${[...new Set(usage.rows.map(({ time }) => time))].join(', ')}\n`,
  );
  const late = usage.rows.reduce((sum, row) => sum + row.late, 0);
  // The guesses of passwords bear the true time, which lies behind while the clock is ahead.
  process.stdout.write(`counted late ${late}\n`);
  must(accepted > 0 && late > 0, 'nothing is counted');
} finally {
  await server.stop();
  rmSync(data, { recursive: true, force: true });

  if (/Error|fatal/.test(server.output())) process.stdout.write(`the server said:\n${server.output().slice(-2_000)}\n`);
}
for (const failure of failures) process.stdout.write(`FAIL  ${failure}\n`);
process.stdout.write(failures.length === 0 ? 'passed\n' : `${failures.length} failed\n`);
process.exitCode = failures.length === 0 ? 0 : 1;

/** What the server takes for the time, from an answer's `Date`. */
async function serverTimeMs(): Promise<number> {
  const answer = await fetch(`${server.origin}/api/v1/health`);
  await answer.arrayBuffer();
  return Date.parse(answer.headers.get('date') ?? '');
}

async function get<T>(url: string): Promise<T> {
  const answer = await fetch(`${server.origin}${url}`, { headers: { authorization: `Bearer ${readToken}` } });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
