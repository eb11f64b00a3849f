import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { jetStreamOptions, openBus } from './bus.ts';
import { SpoolBus } from './spool-bus.ts';

test.each([
  ['nats://h', { servers: ['h:4222'], stream: 'haechi', replicas: 1, connection: {} }],
  ['nats://a:1,b:2,c', { servers: ['a:1', 'b:2', 'c:4222'], stream: 'haechi', replicas: 3, connection: {} }],
  ['nats://u:p%40s@h/soc', { servers: ['h:4222'], stream: 'soc', connection: { user: 'u', pass: 'p@s' } }],
  ['nats://secret@h', { connection: { token: 'secret' } }],
  ['tls://a,b,c/x?replicas=5', { replicas: 5, connection: { tls: {} } }],
])('%s', (url, expected) => expect(jetStreamOptions(url)).toMatchObject(expected));

test.each(['nats://', 'nats://h/a.b', 'nats://h?replicas=2', 'nats://u:geheim@/x', 'nats://h/a/b'])(
  '%s is refused, its password not repeated',
  (url) => {
    let said = '';
    try {
      jetStreamOptions(url);
    } catch (error) {
      said = String((error as { line?: () => string }).line?.());
    }
    expect(said).toContain('bad_bus_url');
    expect(said).not.toContain('geheim');
  },
);

test('anything else is a folder for the spool', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'haechi-bus-'));
  const bus = await openBus(path.join(folder, 'spool'));
  expect(bus).toBeInstanceOf(SpoolBus);
  await bus.close();
  rmSync(folder, { recursive: true });
});
