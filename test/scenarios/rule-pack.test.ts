import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  type AdminSession,
  freePort,
  makeToken,
  type ServerProcess,
  setUp,
  startServer,
} from '../fault/server-process.ts';

const corpus = process.env['HAECHI_CORPUS'] ?? path.join(import.meta.dirname, '../../../shared/corpus');
const folder = path.join(corpus, 'sigma');
const here = existsSync(folder);

/** SigmaHQ's "Shadow Copies Deletion Using Operating Systems Utilities", the rule that these events are about. */
const RULE = 'c947b146-0abc-4c87-9c64-b17e9d7274a2';
const eventOn = (computer: string) => ({
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  EventID: 1,
  Computer: computer,
  Image: 'C:\\Windows\\System32\\vssadmin.exe',
  OriginalFileName: 'VSSADMIN.EXE',
  CommandLine: 'vssadmin.exe delete shadows /all /quiet',
  ParentImage: 'C:\\Windows\\System32\\cmd.exe',
  User: 'CORP\\backup',
});

describe.skipIf(!here)('the whole of SigmaHQ as a rule pack (needs the corpus)', () => {
  const data = mkdtempSync(path.join(tmpdir(), 'haechi-pack-'));
  let ports: { port: number; syslogPort: number };
  let server: ServerProcess;
  let admin: AdminSession;
  let ingest: string;

  beforeAll(async () => {
    ports = { port: await freePort(), syslogPort: await freePort() };
    server = await startServer({ data, ...ports });
    admin = await setUp(server);
    ingest = await makeToken(server, admin, ['ingest']);
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const api = async (method: string, where: string, body?: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${server.origin}/api/v1${where}`, {
      method,
      headers: admin.headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(answer.status, `${method} ${where}`).toBeLessThan(300);
    return answer.status === 204 ? {} : ((await answer.json()) as Record<string, unknown>);
  };
  const send = async (computer: string): Promise<void> => {
    const answer = await fetch(`${server.origin}/services/collector/event`, {
      method: 'POST',
      headers: { authorization: `Splunk ${ingest}` },
      body: JSON.stringify({ event: eventOn(computer) }),
    });
    expect(await answer.json()).toMatchObject({ code: 0 });
  };
  const firedOn = async (): Promise<string[]> => {
    const { rows } = (await api('GET', `/findings?ruleId=${RULE}&limit=100`)) as {
      rows: { entities: { host?: string[] } }[];
    };
    return rows.flatMap(({ entities }) => entities.host ?? []);
  };
  const stored = async (computer: string): Promise<void> => {
    const range = {
      from: new Date(Date.now() - 3_600_000).toISOString(),
      to: new Date(Date.now() + 60_000).toISOString(),
    };
    const look = async () =>
      ((await api('POST', '/search', { query: `native.Computer:${computer}`, ...range })) as { rows: unknown[] }).rows
        .length > 0;
    await vi.waitUntil(look, { timeout: 30_000, interval: 200 });
  };

  test('is taken up from a zip, every refused rule with its reason', { timeout: 120_000 }, async () => {
    const files = globSync('**/*.{yml,yaml}', { cwd: folder });
    const zip = zipSync(Object.fromEntries(files.map((file) => [file, readFileSync(path.join(folder, file))])));
    const form = new FormData();
    form.append('file', new Blob([zip as Uint8Array<ArrayBuffer>]), 'sigmahq.zip');
    const { 'content-type': _, ...headers } = admin.headers;
    const started = performance.now();
    const answer = await fetch(`${server.origin}/api/v1/rules/packs?name=sigmahq`, {
      method: 'POST',
      headers,
      body: form,
    });
    const pack = (await answer.json()) as {
      files: number;
      rules: number;
      rejected: { path: string; reason: string }[];
    };
    console.log(
      `${pack.rules} rules of ${pack.files} files in force after ${Math.round(performance.now() - started)} ms`,
    );
    expect(pack.files).toBe(files.length);
    expect(pack.rules + pack.rejected.length).toBeGreaterThanOrEqual(files.length);
    expect(pack.rejected.filter(({ reason }) => !reason.startsWith('unresolved_placeholder:'))).toEqual([]);
  });

  test('finds, is silenced where this is normal, and is turned off', { timeout: 120_000 }, async () => {
    await send('WS-1');
    await vi.waitUntil(async () => (await firedOn()).includes('ws-1') || (await firedOn()).includes('WS-1'), {
      timeout: 30_000,
      interval: 200,
    });
    await api('POST', `/rules/${RULE}/exceptions`, {
      tenant: '/root/',
      field: 'Computer',
      value: 'WS-2',
      reason: 'backup host',
    });
    await send('WS-2');
    await stored('WS-2');
    await api('PATCH', `/rules/${RULE}`, { enabled: false });
    await send('WS-3');
    await stored('WS-3');
    expect((await firedOn()).map((host) => host.toUpperCase())).toEqual(['WS-1']);
    await api('PATCH', `/rules/${RULE}`, { enabled: true });
    await send('WS-4');
    await vi.waitUntil(async () => (await firedOn()).some((host) => host.toUpperCase() === 'WS-4'), {
      timeout: 30_000,
      interval: 200,
    });
  });

  test('is there after a start, from the cache', { timeout: 120_000 }, async () => {
    await server.stop();
    server = await startServer({ data, ...ports });
    console.log(`second start with all rules: ${Math.round(server.startMs)} ms`);
    const { rows } = (await api('GET', '/rules?text=c947b146')) as { rows: { id: string }[] };
    expect(rows.map(({ id }) => id)).toEqual([RULE]);
  });
});
