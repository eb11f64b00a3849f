import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCertificates, type TestCertificates } from './test-certificates.ts';
import { openTestServer, type TestServer } from './test-server.ts';
import { readTlsIdentity } from './tls-identity.ts';

const run = promisify(execFile);
const MODULES = '/usr/lib/x86_64-linux-gnu/rsyslog';
const has = (file: string): boolean => existsSync(file);

let certificates: TestCertificates;
let test1: TestServer;
let folder: string;
let token: string;
beforeAll(async () => {
  certificates = await makeCertificates();
  folder = await mkdtemp(path.join(tmpdir(), 'haechi-senders-'));
  const { file } = certificates;
  const files = { cert: file('server.pem'), key: file('server.key'), clientCa: file('authority.pem') };
  test1 = await openTestServer({}, { syslogTls: { port: 0, identity: await readTlsIdentity(files) } });
  token = await test1.addToken(['ingest'], await test1.addTenant('acme'));
});
afterAll(async () => {
  await test1[Symbol.asyncDispose]();
  await certificates[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const LINES = 200;

/** Lets rsyslog follow a file of sshd lines for a user of that name, and do with them what `action` says. */
async function rsyslog(user: string, global: string, action: string): Promise<ChildProcess> {
  const work = await mkdtemp(path.join(folder, 'rsyslog-'));
  const log = path.join(work, 'auth.log');
  const line = (n: number) => `Failed password for ${user} from 203.0.113.9 port ${4000 + n} ssh2\n`;
  await writeFile(log, Array.from({ length: LINES }, (_, n) => line(n)).join(''));
  const config = [
    `global(workDirectory="${work}" ${global})`,
    'module(load="imfile" mode="polling" pollingInterval="1")',
    `input(type="imfile" File="${log}" Tag="sshd[77]:" Facility="auth" Severity="info")`,
    action,
  ];
  await writeFile(path.join(work, 'rsyslog.conf'), config.join('\n'));
  return spawn('/usr/sbin/rsyslogd', ['-n', '-f', path.join(work, 'rsyslog.conf'), '-i', path.join(work, 'pid')], {
    stdio: 'ignore',
  });
}

async function stop(process: ChildProcess): Promise<void> {
  const exited = once(process, 'exit');
  process.kill('SIGTERM');
  await exited;
}

async function heard(user: string): Promise<Record<string, unknown>[]> {
  const rows = await test1.stored(`user.name:${user}`, LINES);
  expect(rows).toHaveLength(LINES);
  return rows;
}

describe.skipIf(!has('/usr/sbin/rsyslogd'))('rsyslog', () => {
  test('over TCP with octet counting', async () => {
    const { host, tcpPort } = test1.server.doors!.syslog;
    const forward = `action(type="omfwd" target="${host}" port="${tcpPort}" protocol="tcp" template="RSYSLOG_SyslogProtocol23Format" TCP_Framing="octet-counted")`;
    const sender = await rsyslog('tcpuser', '', forward);
    expect((await heard('tcpuser'))[0]).toMatchObject({ decoder: 'sshd', source: 'syslog:127.0.0.1' });
    await stop(sender);
  });

  test.skipIf(!has(`${MODULES}/lmnsd_ossl.so`))('over TLS with a client certificate', async () => {
    const { host, tlsPort } = test1.server.doors!.syslog;
    const { file } = certificates;
    const driver = `defaultNetstreamDriver="ossl" defaultNetstreamDriverCAFile="${file('authority.pem')}" defaultNetstreamDriverCertFile="${file('client.pem')}" defaultNetstreamDriverKeyFile="${file('client.key')}"`;
    const forward = `action(type="omfwd" target="${host}" port="${tlsPort}" protocol="tcp" template="RSYSLOG_SyslogProtocol23Format" TCP_Framing="octet-counted" StreamDriver="ossl" StreamDriverMode="1" StreamDriverAuthMode="x509/certvalid")`;
    const sender = await rsyslog('tlsuser', driver, forward);
    expect((await heard('tlsuser'))[0]).toMatchObject({ decoder: 'sshd', source: 'syslog:127.0.0.1' });
    await stop(sender);
  });

  test.skipIf(!has(`${MODULES}/omelasticsearch.so`))('as a shipper for Elasticsearch', async () => {
    const { hostname, port } = new URL(test1.server.origin);
    const template = `template(name="doc" type="list") { constant(value="{\\"@timestamp\\":\\"") property(name="timereported" dateFormat="rfc3339") constant(value="\\",\\"host\\":{\\"name\\":\\"") property(name="hostname") constant(value="\\"},\\"agent\\":{\\"type\\":\\"rsyslog\\"},\\"message\\":\\"") property(name="rawmsg" format="json") constant(value="\\"}") }`;
    const action = `module(load="omelasticsearch")\n${template}\naction(type="omelasticsearch" server="${hostname}" serverport="${port}" uid="haechi" pwd="${token}" searchIndex="rsyslog" searchType="" bulkmode="on" template="doc")`;
    const sender = await rsyslog('esuser', '', action);
    const rows = await test1.stored('labels.index:rsyslog esuser', LINES);
    expect(rows).toHaveLength(LINES);
    expect(rows[0]).toMatchObject({ tenant: '/root/acme/', source: 'bulk:test' });
    await stop(sender);
  });
});

test.skipIf(!has('/usr/bin/logger')).each(['--udp', '--tcp'])('logger %s', async (transport) => {
  const { host, udpPort, tcpPort } = test1.server.doors!.syslog;
  const user = `logger${transport.slice(2)}`;
  const port = transport === '--udp' ? udpPort : tcpPort;
  const text = `Failed password for ${user} from 203.0.113.9 port 4711 ssh2`;
  await run('logger', [transport, '--server', host, '--port', String(port), '--rfc5424', '--tag', 'sshd', text]);
  expect(await test1.stored(`user.name:${user}`, 1)).toMatchObject([{ decoder: 'sshd' }]);
});

test.skipIf(!has('/usr/bin/curl'))('curl, as the guide shows it', async () => {
  const { origin } = test1.server;
  const curl = async (...args: string[]) =>
    (
      await run('curl', [
        '-s',
        '-o',
        '/dev/null',
        '-w',
        '%{http_code}',
        '-H',
        `Authorization: Bearer ${token}`,
        ...args,
      ])
    ).stdout;
  const bulk = [
    '-H',
    'Content-Type: application/x-ndjson',
    '--data-binary',
    '{"create":{}}\n{"n":1}\n',
    `${origin}/curl/_bulk`,
  ];
  expect(await curl(...bulk)).toBe('200');
  expect(await curl('-d', '{"short_message":"a line by curl","host":"web-1"}', `${origin}/gelf`)).toBe('202');
  expect(await test1.stored('labels.index:curl', 1)).toHaveLength(1);
  expect(await test1.stored('message:"a line by curl"', 1)).toHaveLength(1);
});
