import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { SERVER_ROLES } from './options.ts';
import { startServer } from './server.ts';
import { openTestServer } from './test-server.ts';

/** docs/operations/backup.md: the folder of a stopped server is the backup, and a server on its copy is the restore. */
test('a server on a copy of the data folder has its events, users, tokens and what was accepted last', async () => {
  await using first = await openTestServer();
  const tenant = await first.addTenant('acme');
  const [ingest, read] = [await first.addToken(['ingest'], tenant), await first.addToken(['read'], tenant)];
  const send = async (origin: string, from: number) => {
    for (let n = from; n < from + 50; n++) {
      const body = JSON.stringify({ event: { run: 'backup', n } });
      const headers = { authorization: `Splunk ${ingest}` };
      const answer = await fetch(`${origin}/services/collector/event`, { method: 'POST', body, headers });
      expect(answer.status).toBe(200);
    }
  };
  await send(first.server.origin, 0);
  await first.server.stop();

  const copy = await mkdtemp(path.join(tmpdir(), 'haechi-copy-'));
  await cp(first.dataFolder, copy, { recursive: true });
  const options = { dataFolder: copy, host: '127.0.0.1', port: 0, syslogPort: 0, roles: SERVER_ROLES };
  const restored = await startServer(options, '0.0.0-test');
  try {
    expect(restored.firstLink).toBeUndefined();
    await send(restored.origin, 50);
    const found = async () => {
      const body = JSON.stringify({
        query: 'unmapped.run:backup', from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z', limit: 1000,
      }); // biome-ignore format: one question
      const headers = { authorization: `Bearer ${read}`, 'content-type': 'application/json' };
      const answer = await fetch(`${restored.origin}/api/v1/search`, { method: 'POST', body, headers });
      return ((await answer.json()) as { rows: { event: { unmapped: { n: number } } }[] }).rows;
    };
    let rows = await found();
    for (let tries = 0; rows.length < 100 && tries < 100; tries++) {
      await sleep(100);
      rows = await found();
    }
    expect(new Set(rows.map(({ event }) => event.unmapped.n)).size).toBe(100);
    expect(rows.length).toBe(100);
  } finally {
    await restored.stop();
    await rm(copy, { recursive: true, force: true });
  }
});
