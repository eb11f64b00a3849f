import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { certificateFor } from './certificate.ts';
import { openSite, openWaf, type Site } from './open-waf.ts';

const tls = {
  certificate: certificateFor('first.example'),
  byName: new Map([['second.example', certificateFor('second.example')]]),
};
let site: Site;
beforeAll(async () => {
  site = await openSite((request, response) => response.end(String(request.headers['x-forwarded-proto'])));
});
afterAll(() => site[Symbol.asyncDispose]());

/** Name of the certificate that a client gets, and the answer to a request over it. */
async function ask(port: number, options: object): Promise<{ name: string; text: string }> {
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
  await once(socket, 'secureConnect');
  const name = String(socket.getPeerCertificate().subject.CN);
  socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  let text = '';
  for await (const piece of socket) text += String(piece);
  return { name, text };
}

test.each([
  ['the name of the map', 'second.example', 'second.example'],
  ['the name of the map in capitals', 'SECOND.example', 'second.example'],
  ['the name of the file', 'first.example', 'first.example'],
  ['a name that is nowhere', 'third.example', 'first.example'],
  ['no name', '', 'first.example'],
])('a client that asks for %s gets its certificate', async (_what, servername, name) => {
  await using waf = await openWaf(site.origin, { tls });
  const answer = await ask(waf.port, servername === '' ? {} : { servername });
  expect(answer.name).toBe(name);
  expect(answer.text).toMatch(/^HTTP\/1\.1 200 [\s\S]*https/);
});

test('a certificate that is for another name is for the client to refuse', async () => {
  await using waf = await openWaf(site.origin, { tls });
  const trusting = { rejectUnauthorized: true, ca: tls.certificate.cert, servername: 'third.example' };
  await expect(ask(waf.port, trusting)).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  expect((await ask(waf.port, { ...trusting, servername: 'first.example' })).text).toMatch(/ 200 /);
});

test('what is not TLS, or too old, is closed; the next client is served', async () => {
  await using waf = await openWaf(site.origin, { tls });
  const plain = connect(waf.port, '127.0.0.1', () => plain.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'));
  plain.on('error', () => undefined).resume();
  await once(plain, 'close');
  await expect(ask(waf.port, { maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1' })).rejects.toThrow();
  expect((await ask(waf.port, {})).text).toMatch(/ 200 /);
});
