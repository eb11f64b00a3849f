/** `./haechi bench server`: start time to the first answer, time to the demo's incident, and memory when idle after it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, type ServerProcess, setUp, startServer } from '../fault/server-process.ts';
import { printFigures } from './figures.ts';

const IDLE_MS = 15_000;
const data = mkdtempSync(path.join(tmpdir(), 'haechi-bench-'));
const [port, syslogPort] = [await freePort(), await freePort()];
try {
  const first = await startServer({ data, port, syslogPort, args: ['--demo'] });
  const started = performance.now();
  const admin = await setUp(first);
  while (!(await hasIncident(first, admin.headers))) {
    if (performance.now() - started > 120_000) throw new Error('the demo made no incident within two minutes');
    await sleep(250);
  }
  const incidentSeconds = (performance.now() - started) / 1000;
  await sleep(IDLE_MS);
  const rssMb = residentMb(first.child.pid ?? 0);
  await first.stop();
  const second = await startServer({ data, port, syslogPort });
  const secondRssMb = residentMb(second.child.pid ?? 0);
  await second.stop();
  printFigures([
    { name: 'first start to first answer', value: first.startMs / 1000, unit: 's' },
    { name: 'demo to first incident', value: incidentSeconds, unit: 's', against: 'goal < 60 s' },
    { name: 'memory idle after the demo (RSS)', value: rssMb, unit: 'MB', against: 'goal < 800 MB' },
    { name: 'second start to first answer', value: second.startMs / 1000, unit: 's', against: 'goal < 10 s' },
    { name: 'memory after second start (RSS)', value: secondRssMb, unit: 'MB' },
  ]);
} finally {
  rmSync(data, { recursive: true, force: true });
}

async function hasIncident(server: ServerProcess, headers: Record<string, string>): Promise<boolean> {
  const answer = await fetch(`${server.origin}/api/v1/incidents`, { headers });
  if (!answer.ok) throw new Error(`incidents answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { rows: unknown[] }).rows.length > 0;
}

/** Resident memory of a process and its children (Linux), in MB. */
function residentMb(pid: number): number {
  const kb = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return kb / 1000 + children.reduce((sum, child) => sum + residentMb(Number(child)), 0);
}
