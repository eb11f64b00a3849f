/**
 * `node test/bench/mix-sender.ts hec|otlp|syslog ORIGIN SYSLOG_PORT TOKEN SECONDS TAG [RATE]`: sends the log mix for a bounded time, as
 * fast as it is acknowledged or, over syslog-TCP, as fast as the connection takes it. Prints `{"events", "bytes", "busy"}`:
 * what was acknowledged or written, its raw bytes, and how often the server said "busy".
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { logMix } from './log-mix.ts';

const [protocol = 'hec', origin = '', syslogPort = '', token = '', seconds = '10', tag = 's', rate = '0'] =
  process.argv.slice(2);
/** Events a second, 0 for as many as are taken. */
const RATE = Number(rate);
const EVENTS = RATE === 0 ? 1_000 : 100;
const UNDER_WAY = 2;
const mix = logMix(tag);
const until = performance.now() + Number(seconds) * 1000;
const started = performance.now();
const totals = { events: 0, bytes: 0, busy: 0 };

async function post(url: string, headers: Record<string, string>, body: string): Promise<void> {
  for (;;) {
    const answer = await fetch(url, { method: 'POST', headers, body });
    const text = await answer.text();
    if (answer.status === 200) return;
    if (answer.status !== 503 && answer.status !== 429) throw new Error(`${url} answered ${answer.status}: ${text}`);
    totals.busy++;
    await sleep(50);
  }
}

async function hec(): Promise<void> {
  const url = `${origin}/services/collector/raw?source=${tag}&channel=11111111-1111-4111-8111-111111111111`;
  while (performance.now() < until) {
    await paced();
    const body = mix.next(EVENTS).join('\n');
    await post(url, { authorization: `Splunk ${token}` }, body);
    totals.events += EVENTS;
    totals.bytes += Buffer.byteLength(body);
  }
}

async function otlp(): Promise<void> {
  while (performance.now() < until) {
    await paced();
    const lines = oneLineEach(EVENTS);
    const logRecords = lines.map((line) => ({
      timeUnixNano: `${Date.now()}000000`,
      body: { stringValue: line },
    }));
    const resource = { attributes: [{ key: 'host.name', value: { stringValue: tag } }] };
    const body = JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] });
    await post(`${origin}/v1/logs`, { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body);
    count(lines);
  }
}

async function syslog(): Promise<void> {
  const socket = connect(Number(syslogPort), '127.0.0.1');
  await once(socket, 'connect');
  while (performance.now() < until) {
    await paced();
    const lines = oneLineEach(EVENTS);
    if (!socket.write(`${lines.join('\n')}\n`)) await once(socket, 'drain');
    count(lines);
  }
  socket.end();
  await once(socket, 'close');
}

/** Waits until the rate allows the next events. */
async function paced(): Promise<void> {
  if (RATE === 0) return;
  const due = started + ((totals.events + EVENTS) / RATE) * 1000;
  await sleep(Math.max(0, due - performance.now()));
}

/** Without auditd, whose three lines a stream of lines may cut apart: a line is an event. */
function oneLineEach(events: number): string[] {
  return mix.next(events).filter((line) => !line.startsWith('node='));
}

function count(lines: readonly string[]): void {
  totals.events += lines.length;
  totals.bytes += lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
}

const send = { hec, otlp, syslog }[protocol];
if (send === undefined) throw new Error(`${protocol} is none of hec, otlp, syslog`);
await Promise.all(Array.from({ length: protocol === 'syslog' ? 1 : UNDER_WAY }, send));
process.stdout.write(JSON.stringify(totals));
