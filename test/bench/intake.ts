/**
 * `./haechi bench intake [--seconds N] [--senders N] [--rate N] [--no-sigma] [--json]`: sustained HEC, OTLP and syslog-TCP of a realistic
 * mix into a real server with SigmaHQ's rules (where HAECHI_CORPUS has them) and our own, stored durably. The floor is JSON.parse of
 * the same lines alone. `--rate`: events a second of all senders together; without it as many as are taken, and the delay to a
 * finding is that of a queue. Senders run in processes of their own and share the cores with the server.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { strToU8, zipSync } from 'fflate';
import {
  type AdminSession,
  freePort,
  makeToken,
  type ServerProcess,
  setUp,
  startServer,
} from '../fault/server-process.ts';
import { printFigures } from './figures.ts';
import { logMix } from './log-mix.ts';
import { partsOnDisk } from './parts-on-disk.ts';
import { spentByThread, threadTimes } from './thread-times.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    senders: { type: 'string', default: '3' },
    rate: { type: 'string', default: '0' },
    'no-sigma': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
/** What senders speak, in turns. */
const PROTOCOLS = ['hec', 'otlp', 'syslog'];
const SECONDS = Number(values.seconds);
const corpus = process.env['HAECHI_CORPUS'] ?? fileURLToPath(new URL('../../../shared/corpus', import.meta.url));

const data = mkdtempSync(path.join(tmpdir(), 'haechi-intake-'));
const [port, syslogPort] = [await freePort(), await freePort()];
const server = await startServer({ data, port, syslogPort });
try {
  await measure(server);
} catch (error) {
  process.stderr.write(`${server.output().slice(-4_000)}\n`);
  throw error;
} finally {
  await server.stop();
  rmSync(data, { recursive: true, force: true });
}

async function measure(server: ServerProcess): Promise<void> {
  const admin = await setUp(server);
  const token = await makeToken(server, admin, ['ingest', 'read']);
  const rules = await uploadSigma(server, admin);
  const from = new Date(Date.now() - 3_600_000).toISOString();
  const senders = Array.from({ length: Number(values.senders) }, (_, index) =>
    spawn(
      process.execPath,
      [
        fileURLToPath(new URL('mix-sender.ts', import.meta.url)),
        PROTOCOLS[index % PROTOCOLS.length] ?? 'hec',
        server.origin,
        String(syslogPort),
        token,
        String(SECONDS),
        `s${index}`,
        String(Number(values.rate) / Number(values.senders)),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    ),
  );
  const sent = senders.map(async (child) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await once(child, 'close');
    return JSON.parse(text) as { events: number; bytes: number; busy: number };
  });
  let depth = 0;
  let rss = 0;
  let stop = false;
  const watching = (async () => {
    while (!stop) {
      const metrics = await metricsOf(server, token);
      depth = Math.max(depth, metrics.get('haechi_spool_batches') ?? 0);
      rss = Math.max(rss, metrics.get('process_resident_memory_bytes') ?? 0);
      await sleep(500);
    }
  })();
  const pid = server.child.pid ?? 0;
  const idle = threadTimes(pid);
  const started = performance.now();
  const totals = await Promise.all(sent);
  const events = totals.reduce((sum, one) => sum + one.events, 0);
  const bytes = totals.reduce((sum, one) => sum + one.bytes, 0);
  const intakeSeconds = (performance.now() - started) / 1000;
  while (((await metricsOf(server, token)).get('haechi_spool_batches') ?? 0) > 0) await sleep(100);
  const storedSeconds = (performance.now() - started) / 1000;
  const spent = spentByThread(idle, threadTimes(pid), events);
  stop = true;
  await watching;
  const delay = await findingDelay(server, token);
  const stored = await countStored(server, token, from);
  const floor = parseFloor();
  printFigures(
    [
      { name: 'rules on', value: rules, unit: 'rules' },
      {
        name: 'acknowledged',
        value: events,
        unit: 'events',
        against: `in ${intakeSeconds.toFixed(1)} s, ${totals.reduce((sum, one) => sum + one.busy, 0)} answers "busy"`,
      },
      { name: 'stored and searchable', value: stored, unit: 'events', against: `lost ${events - stored}` },
      {
        name: 'sustained, to stored',
        value: events / storedSeconds,
        unit: 'events/s',
        against: 'goal 25,000 (senders on the same two cores)',
      },
      {
        name: 'floor: JSON.parse of the same lines',
        value: floor,
        unit: 'events/s',
        against: `ratio ${(floor / (events / storedSeconds)).toFixed(1)}`,
      },
      { name: 'processor time of the server', value: spent.total, unit: 'µs/event', against: spent.most },
      { name: 'raw', value: bytes / storedSeconds / 1e6, unit: 'MB/s' },
      {
        name: 'intake to finding, p99 at the most',
        value: delay.seconds,
        unit: 's',
        against: `goal 2; a bucket's upper bound; of ${delay.findings} findings ${percent(delay.within)} within 2 s`,
      },
      { name: 'spool depth, most', value: depth, unit: 'batches' },
      { name: 'memory, most (RSS)', value: rss / 1e6, unit: 'MB' },
      {
        name: 'on disk per raw GB',
        value: (partsOnDisk(path.join(data, 'events')) / bytes) * 1000,
        unit: 'MB',
        against: 'native view, ECS document and indexes included',
      },
    ],
    values.json ? ['--json'] : [],
  );
}

/** Loads SigmaHQ's rules as a pack, as an administrator would; answers how many rules are on. */
async function uploadSigma(server: ServerProcess, admin: AdminSession): Promise<number> {
  const folder = path.join(corpus, 'sigma');
  if (values['no-sigma'] === false && existsSync(folder)) {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yml'));
    const zip = zipSync(
      Object.fromEntries(names.map((name) => [name, strToU8(readFileSync(path.join(folder, name), 'utf8'))])),
      { level: 1 },
    );
    const form = new FormData();
    form.append('file', new Blob([zip as Uint8Array<ArrayBuffer>]), 'sigma.zip');
    const { 'content-type': _, ...headers } = admin.headers;
    const answer = await fetch(`${server.origin}/api/v1/rules/packs?name=sigmahq`, {
      method: 'POST',
      headers,
      body: form,
    });
    if (!answer.ok) throw new Error(`uploading rules answered ${answer.status}: ${await answer.text()}`);
  }
  let count = 0;
  let cursor: string | undefined;
  do {
    const answer = await fetch(
      `${server.origin}/api/v1/rules?limit=1000${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      { headers: admin.headers },
    );
    const page = (await answer.json()) as { rows: unknown[]; next?: string };
    count += page.rows.length;
    cursor = page.next;
  } while (cursor !== undefined);
  return count;
}

/** The bound under which 99 of 100 findings were stored; the senders are as quick as they can, so that a queue is a part of it. */
async function findingDelay(
  server: ServerProcess,
  token: string,
): Promise<{ seconds: number; findings: number; within: number }> {
  const answer = await fetch(`${server.origin}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  const text = await answer.text();
  const buckets = [...text.matchAll(/^haechi_finding_delay_seconds_bucket\{le="(\S+)"\} (\d+)$/gm)];
  const findings = Number(buckets.at(-1)?.[2] ?? 0);
  const bound = buckets.find(([, , count]) => Number(count) >= findings * 0.99)?.[1];
  const within = Number(buckets.find(([, bound]) => bound === '2')?.[2] ?? 0) / Math.max(1, findings);
  return { seconds: bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound), findings, within };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

async function metricsOf(server: ServerProcess, token: string): Promise<Map<string, number>> {
  const answer = await fetch(`${server.origin}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  const lines = (await answer.text()).split('\n').filter((line) => /^[a-z]/.test(line));
  return new Map(lines.map((line) => [line.split(/[ {]/)[0] ?? '', Number(line.split(' ').at(-1))]));
}

async function countStored(server: ServerProcess, token: string, from: string): Promise<number> {
  const answer = await fetch(`${server.origin}/api/v1/search/count`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: '', from, to: new Date(Date.now() + 3_600_000).toISOString() }),
  });
  if (!answer.ok) throw new Error(`count answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { count: number }).count;
}

function parseFloor(): number {
  const lines = logMix('floor')
    .next(50_000)
    .map((line) => JSON.stringify({ event: line }));
  const started = performance.now();
  for (const line of lines) JSON.parse(line);
  return 50_000 / ((performance.now() - started) / 1000);
}
