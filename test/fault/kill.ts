/**
 * `node test/fault/kill.ts [KILLS] [ENGINE,…]`: kills the server with SIGKILL at random moments under steady HEC load and
 * checks that every acknowledged event is stored once. Engines: `nats` (one node), `nats3` (three, one of them
 * killed and started in turn), `postgres`; what is not named is embedded. Prints the counts; exits 1 when one is missing or doubled.
 */
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNats } from '../contract/nats-cluster.ts';
import { startPostgres } from '../contract/postgres-server.ts';
import { freePort, makeToken, type ServerProcess, setUp, startServer } from './server-process.ts';

const KILLS = Number(process.argv[2] ?? 20);
const ENGINES = (process.argv[3] ?? '').split(',').filter((engine) => engine !== '');
const SENDERS = 4;
const BATCH = 25;

const data = mkdtempSync(path.join(tmpdir(), 'haechi-kill-'));
const [port, syslogPort] = [await freePort(), await freePort()];
const acknowledged = new Set<string>();
let serial = 0;
let sending = true;
const unknown = ENGINES.filter((engine) => !['nats', 'nats3', 'postgres'].includes(engine));
if (unknown.length > 0) throw new Error(`no engine ${unknown.join(', ')}: nats, nats3, postgres`);
const nodes = ENGINES.includes('nats3') ? 3 : 1;
const nats = nodes === 3 || ENGINES.includes('nats') ? await startNats(nodes) : undefined;
const postgres = ENGINES.includes('postgres') ? await startPostgres() : undefined;
const args = [
  ...(nats === undefined ? [] : ['--bus', `nats://${nats.servers.join(',')}/killtest`]),
  ...(postgres === undefined ? [] : ['--state', await postgres.database()]),
];
let server: ServerProcess = await startServer({ data, port, syslogPort, args });
const admin = await setUp(server);
const ingest = await makeToken(server, admin, ['ingest']);
const read = await makeToken(server, admin, ['read']);
const from = new Date(Date.now() - 60_000).toISOString();

async function sender(): Promise<void> {
  while (sending) {
    const ids = Array.from({ length: BATCH }, () => `killtest-${serial++}`);
    const body = ids
      .map((id) => JSON.stringify({ event: { message: `steady load ${id}`, event: { id } }, sourcetype: '_json' }))
      .join('\n');
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/services/collector`, {
        method: 'POST',
        headers: { authorization: `Splunk ${ingest}` },
        body,
      });
      await answer.arrayBuffer();
      if (answer.status === 200) for (const id of ids) acknowledged.add(id);
      else await sleep(20);
    } catch {
      // Killed in mid-request: not acknowledged, so nothing was promised.
      await sleep(20);
    }
  }
}

const senders = Array.from({ length: SENDERS }, sender);
const startTimes: number[] = [];
for (let kill = 1; kill <= KILLS; kill++) {
  await sleep(randomInt(100, 2_500));
  await server.kill();
  const node = kill % 3;
  if (nodes === 3) await nats?.killNode(node);
  server = await startServer({ data, port, syslogPort, args });
  if (nodes === 3) await nats?.startNode(node);
  startTimes.push(server.startMs);
  process.stdout.write(
    `kill ${kill}/${KILLS}: ${acknowledged.size} acknowledged so far, answered again after ${Math.round(server.startMs)} ms\n`,
  );
}
await sleep(1_000);
sending = false;
await Promise.all(senders);

const stored = await storedIds();
await server.stop();
await nats?.stop();
await postgres?.stop();
rmSync(data, { recursive: true, force: true });
const missing = [...acknowledged].filter((id) => !stored.has(id)).length;
const doubled = [...stored.values()].filter((count) => count > 1).length;
process.stdout.write(
  `engines ${ENGINES.join(', ') || 'embedded'}, kills ${KILLS}, acknowledged ${acknowledged.size}, stored ${stored.size}, missing ${missing}, doubled ${doubled}, median restart ${Math.round(startTimes.sort((a, b) => a - b)[startTimes.length >> 1] ?? 0)} ms\n`,
);
process.exitCode = missing === 0 && doubled === 0 && acknowledged.size > 0 ? 0 : 1;

/** Every stored test event with how often it is there, read page by page until all are there or none comes any more. */
async function storedIds(): Promise<Map<string, number>> {
  let before = -1;
  let still = 0;
  for (;;) {
    const counts = new Map<string, number>();
    let cursor: string | undefined;
    do {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/search`, {
        method: 'POST',
        headers: { authorization: `Bearer ${read}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          query: 'message:"steady load"',
          from,
          to: new Date(Date.now() + 60_000).toISOString(),
          limit: 1000,
          ...(cursor === undefined ? {} : { cursor }),
        }),
      });
      if (!answer.ok) throw new Error(`search answered ${answer.status}: ${await answer.text()}`);
      const page = (await answer.json()) as { rows: { raw: string }[]; next?: string };
      for (const row of page.rows) {
        const id = /killtest-\d+/.exec(row.raw)?.[0] ?? '';
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
      cursor = page.next;
    } while (cursor !== undefined);
    still = counts.size === before ? still + 1 : 0;
    // A cluster that elects a leader gives nothing for some seconds; what is unacknowledged may come too.
    if (still > 0 && (counts.size >= acknowledged.size || still > 15)) return counts;
    before = counts.size;
    await sleep(2_000);
  }
}
