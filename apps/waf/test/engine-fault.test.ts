import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadRules } from '@haechi/seclang';
import { afterEach, expect, test, vi } from 'vitest';
import { get, openSite, openWaf } from './open-waf.ts';

/** The engine has no fault to be called at will: one is put into a phase of it. */
const engine = Object.getPrototypeOf(
  loadRules(['x'], {
    reader: { read: () => Buffer.from('SecRuleEngine On\n'), expand: () => ['x'] },
  }).ruleset?.transaction({
    id: 'x',
    nowMs: Date.now,
  }),
);
afterEach(() => void vi.restoreAllMocks());

const PHASES = ['processRequestHeaders', 'processRequestBody', 'processResponseHeaders', 'processLogging'] as const;

test.each(PHASES.slice(0, 3))(
  'closed: a fault in %s is answered with 503, and nothing more of the site goes out',
  async (phase) => {
    let asked = 0;
    await using site = await openSite((_request, response) => {
      asked++;
      response.end('from behind');
    });
    await using waf = await openWaf(site.origin);
    vi.spyOn(engine, phase).mockImplementation(() => {
      throw new Error('engine fault');
    });
    const { status, text } = await get(waf.port, '/');
    expect(status).toBe(503);
    expect(text).not.toContain('from behind');
    expect(asked).toBe(phase === 'processResponseHeaders' ? 1 : 0);
    expect(waf.metrics().counts.engine_faults).toBe(1);
    expect(waf.said.join()).toContain('engine fault');
    vi.restoreAllMocks();
    expect((await get(waf.port, '/')).status).toBe(200);
    expect((await get(waf.port, '/?q=attack')).status).toBe(403);
  },
);

test.each(PHASES)('open: a fault in %s lets the request through, whole', async (phase) => {
  await using site = await openSite(async (request, response) => {
    let bytes = 0;
    for await (const piece of request) bytes += (piece as Buffer).length;
    response.end(`content ${bytes}`);
  });
  await using waf = await openWaf(site.origin, { failOpen: true });
  vi.spyOn(engine, phase).mockImplementation(() => {
    throw new Error('engine fault');
  });
  const answer = await fetch(`http://127.0.0.1:${waf.port}/`, {
    method: 'POST',
    body: 'b'.repeat(300_000),
  });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('content 300000');
  expect(waf.metrics().counts.engine_faults).toBe(1);
});

test('a fault in the audit record of an ordinary request costs that line alone', async () => {
  await using site = await openSite((_request, response) => void response.end('from behind'));
  const folder = await mkdtemp(path.join(tmpdir(), 'waf-audit-'));
  await using waf = await openWaf(site.origin, { audit: path.join(folder, 'audit.log') });
  vi.spyOn(engine, 'auditRecord').mockImplementation(() => {
    throw new Error('engine fault');
  });
  expect(await get(waf.port, '/')).toMatchObject({ status: 200, text: expect.stringContaining('from behind') });
  expect((await get(waf.port, '/?q=attack')).status).toBe(403);
  expect(waf.metrics().counts.engine_faults).toBe(2);
  await rm(folder, { recursive: true });
});
