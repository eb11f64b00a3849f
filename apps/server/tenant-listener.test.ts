import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { checkListener, parseListener } from './tenant-listener.ts';
import { openTestServer } from './test-server.ts';

test('a listener is read with its defaults and its settings', () => {
  expect(parseListener('syslog+udp://127.0.0.1:5515')).toMatchObject({
    protocol: 'syslog', transport: 'udp', secure: false, host: '127.0.0.1', port: 5515, tenant: '/root/',
  }); // biome-ignore format: one table
  expect(parseListener('gelf+tls://[::1]:0?tenant=/root/acme/&tz=Asia/Seoul')).toMatchObject({
    protocol: 'gelf', transport: 'tcp', secure: true, host: '::1', port: 0, tenant: '/root/acme/', timeZone: 'Asia/Seoul',
  }); // biome-ignore format: one table
});

test.each([
  'syslog://127.0.0.1:1',
  'hec+tcp://127.0.0.1:1',
  'syslog+tcp://127.0.0.1',
  'syslog+tcp://127.0.0.1:70000',
  'syslog+tcp://127.0.0.1:1?tenant=acme',
  'syslog+tcp://127.0.0.1:1?tz=Mars/Olympus',
  'syslog+tcp://127.0.0.1:1?zone=UTC',
  'nonsense',
])('%s is refused with what to write', (text) => {
  expect(() => parseListener(text)).toThrow(expect.objectContaining({ code: 'listener_invalid' }));
});

test('the tenant must be there, and TLS needs a certificate', () => {
  const [plain, secure] = ['syslog+tcp://h:1?tenant=/root/a/', 'syslog+tls://h:1?tenant=/root/a/'].map(parseListener);
  expect(() => checkListener(plain!, [{ path: '/root/' }], undefined)).toThrow(/there is no tenant/);
  expect(() => checkListener(plain!, [{ path: '/root/a/' }], undefined)).not.toThrow();
  expect(() => checkListener(secure!, [{ path: '/root/a/' }], undefined)).toThrow(/certificate/);
  expect(() => checkListener(secure!, [{ path: '/root/a/' }], { key: '', cert: '' })).not.toThrow();
});

test('what comes in there belongs to its tenant, in its zone', async () => {
  await using test1 = await openTestServer(
    {},
    { listeners: [parseListener('syslog+tcp://127.0.0.1:0?tz=Asia/Seoul')] },
  );
  const [listener] = test1.server.doors!.listeners;
  const socket = connect(listener?.port ?? 0, '127.0.0.1');
  socket.end('<38>Mar  1 08:00:01 web01 sshd[77]: Failed password for zoned from 203.0.113.9 port 4711 ssh2\n');
  await once(socket, 'close');
  const [row] = await test1.stored('user.name:zoned', 1);
  expect(row).toMatchObject({ tenant: '/root/', time: expect.stringMatching(/-02-2[89]T23:00:01\.000Z$/) });
  const acme = await test1.addTenant('acme');
  const own = await test1.server.listen(parseListener(`gelf+tcp://127.0.0.1:0?tenant=${acme}`));
  const gelf = connect(own.port, '127.0.0.1');
  gelf.end('{"short_message":"for acme alone"}\0');
  await once(gelf, 'close');
  expect(await test1.stored('message:"for acme alone"', 1)).toMatchObject([{ tenant: acme, source: 'gelf:127.0.0.1' }]);
  await expect(test1.server.listen(parseListener('gelf+tcp://127.0.0.1:0?tenant=/root/nobody/'))).rejects.toThrow(
    /no tenant/,
  );
});
