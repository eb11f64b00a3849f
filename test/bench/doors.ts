/**
 * `./haechi bench doors [--events N] [--json]`: the same sshd lines through each HTTP door of a real server, in batches of
 * 1,000 with four requests in flight, until they are acknowledged and until they are stored; the best of three passes. The peer is our own Splunk
 * HEC in the same run; the floor is JSON.parse of the same lines alone. The sender shares the cores with the server.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { compress } from 'snappyjs';
import { bytesField, numberField } from '../../platform/ingest/protobuf/writer.ts';
import { freePort, makeToken, type ServerProcess, setUp, startServer } from '../fault/server-process.ts';
import { type Figure, printFigures } from './figures.ts';

const { values } = parseArgs({
  options: { events: { type: 'string', default: '10000' }, json: { type: 'boolean', default: false } },
});
const EVENTS = Number(values.events);
const BATCH = 1_000;
const IN_FLIGHT = 4;
/** The best pass of each door counts, so that other programs on the machine weigh little. */
const PASSES = 3;
const SECONDS = Math.floor(Date.now() / 1000);

interface Door {
  readonly name: string;
  readonly route: string;
  readonly type: string;
  readonly body: (lines: readonly string[]) => string | Buffer;
}

const DOORS: readonly Door[] = [
  {
    name: 'HEC',
    route: '/services/collector/event',
    type: 'application/json',
    body: (lines) => lines.map((event) => JSON.stringify({ event })).join(''),
  },
  {
    name: 'bulk',
    route: '/bench/_bulk',
    type: 'application/x-ndjson',
    body: (lines) =>
      lines.map((message) => `{"create":{}}\n${JSON.stringify({ agent: { type: 'filebeat' }, message })}\n`).join(''),
  },
  {
    name: 'OTLP JSON',
    route: '/v1/logs',
    type: 'application/json',
    body: (lines) => {
      const logRecords = lines.map((line) => ({ timeUnixNano: `${SECONDS}000000000`, body: { stringValue: line } }));
      return JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
    },
  },
  {
    name: 'OTLP protobuf',
    route: '/v1/logs',
    type: 'application/x-protobuf',
    body: (lines) => {
      const records = lines.map((line) => bytesField(2, bytesField(5, bytesField(1, line))));
      return bytesField(1, bytesField(2, Buffer.concat(records)));
    },
  },
  {
    name: 'Loki snappy',
    route: '/loki/api/v1/push',
    type: 'application/x-protobuf',
    body: (lines) => {
      const entry = (line: string) => Buffer.concat([bytesField(1, numberField(1, SECONDS)), bytesField(2, line)]);
      const entries = lines.map((line) => bytesField(2, entry(line)));
      return Buffer.from(compress(bytesField(1, Buffer.concat([bytesField(1, '{job="bench"}'), ...entries]))));
    },
  },
];

const data = mkdtempSync(path.join(tmpdir(), 'haechi-doors-'));
const server = await startServer({ data, port: await freePort(), syslogPort: await freePort() });
try {
  const token = await makeToken(server, await setUp(server), ['ingest', 'read']);
  // The first door would pay for what every door needs compiled.
  await send(server, token, DOORS[0]!, batches('warm', 10_000));
  const measured = DOORS.map((door) => ({ door, acknowledged: 0, stored: 0, lost: 0 }));
  for (let pass = 0; pass < PASSES; pass++) {
    for (const sum of measured) {
      const one = await send(server, token, sum.door, batches(`${sum.door.name}${pass}`, EVENTS));
      sum.acknowledged = Math.max(sum.acknowledged, one.acknowledged);
      sum.stored = Math.max(sum.stored, one.stored);
      sum.lost += one.lost;
    }
  }
  const [peer] = measured;
  const figures: Figure[] = [
    { name: 'floor: JSON.parse of the same lines', value: Math.round(floor()), unit: 'events/s' },
  ];
  for (const { door, acknowledged, stored, lost } of measured) {
    const share = door.name === 'HEC' ? 'the peer' : `${(acknowledged / peer!.acknowledged).toFixed(2)} of HEC`;
    figures.push({
      name: `${door.name}, acknowledged`,
      value: Math.round(acknowledged),
      unit: 'events/s',
      against: share,
    });
    figures.push({
      name: `${door.name}, stored`,
      value: Math.round(stored),
      unit: 'events/s',
      against: `lost ${lost}`,
    });
  }
  printFigures(figures, values.json ? ['--json'] : []);
} finally {
  await server.stop();
  rmSync(data, { recursive: true, force: true });
}

function batches(mark: string, events: number): string[][] {
  const line = (n: number): string =>
    `Mar  1 08:00:01 web01 sshd[${n}]: Accepted publickey for ${mark.replace(/\W/g, '')} from 10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255} port ${n % 60_000} ssh2`;
  return Array.from({ length: Math.ceil(events / BATCH) }, (_, batch) =>
    Array.from({ length: BATCH }, (_unused, index) => line(batch * BATCH + index)),
  );
}

/** Events a second to the last acknowledgement and to the last stored, and how many of them never were. */
async function send(
  { origin }: ServerProcess,
  token: string,
  door: Door,
  lines: readonly string[][],
): Promise<{ acknowledged: number; stored: number; lost: number }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': door.type };
  const bodies = lines
    .map((batch) => door.body(batch))
    .map((body) => (typeof body === 'string' ? body : new Uint8Array(body)));
  const before = await storedOf(origin, token);
  const started = performance.now();
  const queue = bodies.values();
  const work = async (): Promise<void> => {
    for (const body of queue) {
      const answer = await fetch(origin + door.route, { method: 'POST', headers, body });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`${door.name} answered ${answer.status}`);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  const acknowledgedSeconds = (performance.now() - started) / 1000;
  const sent = lines.length * BATCH;
  let now = await storedOf(origin, token);
  // The count follows the checkpoint by a moment; what is still missing after a minute is lost.
  for (let tries = 0; (now.waiting > 0 || now.events - before.events < sent) && tries < 1_200; tries++) {
    await sleep(50);
    now = await storedOf(origin, token);
  }
  const storedSeconds = (performance.now() - started) / 1000;
  return {
    acknowledged: sent / acknowledgedSeconds,
    stored: sent / storedSeconds,
    lost: sent - (now.events - before.events),
  };
}

async function storedOf(origin: string, token: string): Promise<{ events: number; waiting: number }> {
  const text = await (await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${token}` } })).text();
  const figure = (name: string): number => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  return { events: figure('haechi_events_stored_total'), waiting: figure('haechi_spool_batches') };
}

function floor(): number {
  const lines = batches('floor', EVENTS)
    .flat()
    .map((event) => JSON.stringify({ event }));
  const started = performance.now();
  for (const line of lines) JSON.parse(line);
  return lines.length / ((performance.now() - started) / 1000);
}
