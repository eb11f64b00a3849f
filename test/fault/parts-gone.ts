/**
 * `node test/fault/parts-gone.ts [SECONDS]`: a server with its bus on NATS and its state on PostgreSQL, each of which is away
 * for SECONDS (default 45: longer than the bus is waited for) while a sender goes on. Prints what the sender and the API were
 * told, and how soon both work again; exits 1 when an acknowledged event is not stored once, or the server did not recover.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNats } from '../contract/nats-cluster.ts';
import { startPostgres } from '../contract/postgres-server.ts';
import { SteadySender, storedIds } from './clock/senders.ts';
import { freePort, makeToken, setUp, startServer } from './server-process.ts';

const SECONDS = Number(process.argv[2] ?? 45);
/** Milliseconds within which everything must work again. */
const RECOVERY_MS = 60_000;

const data = mkdtempSync(path.join(tmpdir(), 'haechi-gone-'));
const nats = await startNats(1);
const postgres = await startPostgres();
const args = ['--bus', `nats://${nats.servers.join(',')}/gonetest`, '--state', await postgres.database()];
const server = await startServer({ data, port: await freePort(), syslogPort: await freePort(), args });
const failures: string[] = [];
try {
  const admin = await setUp(server);
  const ingest = await makeToken(server, admin, ['ingest']);
  const read = await makeToken(server, admin, ['read']);
  const sender = new SteadySender(server.origin, ingest, 'gonesteady');
  const sending = sender.run();
  const api = async (): Promise<string> => {
    const answer = await fetch(`${server.origin}/api/v1/tenants`, { headers: { authorization: `Bearer ${read}` } });
    return `${answer.status} ${(await answer.text()).slice(0, 120)}`;
  };

  const without = async (name: string, away: () => Promise<void>, back: () => Promise<void>): Promise<void> => {
    await sleep(3_000);
    const [taken, refused] = [sender.taken.size, sender.refused];
    sender.longestMs = 0;
    sender.lastRefusal = '';
    await away();
    await sleep(SECONDS * 1_000);
    const said = await api();
    process.stdout.write(
      `${name} away for ${SECONDS} s: taken ${sender.taken.size - taken}, refused ${sender.refused - refused}` +
        `${sender.lastRefusal === '' ? '' : ` (${sender.lastRefusal.slice(0, 160)})`}, longest answer ${Math.round(sender.longestMs)} ms; API ${said}\n`,
    );
    const before = sender.taken.size;
    const began = performance.now();
    await back();
    while (sender.taken.size === before || !(await api()).startsWith('200')) {
      if (performance.now() - began > RECOVERY_MS) {
        failures.push(`${name}: nothing is taken, or the API does not answer, a minute after it is back`);
        break;
      }
      await sleep(100);
    }
    process.stdout.write(
      `${name} back: events are taken and the API answers after ${Math.round(performance.now() - began)} ms\n`,
    );
  };
  await without(
    'NATS',
    () => nats.killNode(0),
    () => nats.startNode(0),
  ); // prettier-ignore
  await without(
    'PostgreSQL',
    () => postgres.halt(),
    () => postgres.start(),
  ); // prettier-ignore
  sender.stop();
  await sending;
  const stored = await storedIds(server.origin, read, sender.tag, sender.taken.size);
  const missing = [...sender.taken].filter((id) => !stored.has(id)).length;
  const doubled = [...stored.values()].filter((times) => times > 1).length;
  if (missing + doubled > 0) failures.push(`${missing} missing, ${doubled} doubled`);
  process.stdout.write(
    `acknowledged ${sender.taken.size}, stored ${stored.size}, missing ${missing}, doubled ${doubled}\n`,
  );
} finally {
  await server.stop();
  await nats.stop();
  await postgres.stop();
  rmSync(data, { recursive: true, force: true });
}
for (const failure of failures) process.stdout.write(`FAIL  ${failure}\n`);
process.stdout.write(failures.length === 0 ? 'passed\n' : `${failures.length} failed\n`);
process.exitCode = failures.length === 0 ? 0 : 1;
