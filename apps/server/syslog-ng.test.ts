import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCertificates, type TestCertificates } from './test-certificates.ts';
import { openTestServer, type TestServer } from './test-server.ts';
import { readTlsIdentity } from './tls-identity.ts';

/** `./haechi test` unpacks it there, since it cannot be installed beside rsyslog. */
const ROOT = fileURLToPath(new URL('../../.runtime/debian/syslog-ng', import.meta.url));
const PROGRAM = path.join(ROOT, 'usr/sbin/syslog-ng');
const LIBRARIES = ['usr/lib/x86_64-linux-gnu', 'lib/x86_64-linux-gnu', 'usr/lib/syslog-ng'];
const LINES = 200;

describe.skipIf(!existsSync(PROGRAM))('syslog-ng', () => {
  let certificates: TestCertificates;
  let haechi: TestServer;
  let folder: string;
  beforeAll(async () => {
    certificates = await makeCertificates();
    folder = await mkdtemp(path.join(tmpdir(), 'haechi-syslog-ng-'));
    const { file } = certificates;
    const files = { cert: file('server.pem'), key: file('server.key'), clientCa: file('authority.pem') };
    haechi = await openTestServer({}, { syslogTls: { port: 0, identity: await readTlsIdentity(files) } });
  });
  afterAll(async () => {
    await haechi[Symbol.asyncDispose]();
    await certificates[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  /** Lets it read a file of sshd lines for a user of that name, and send them to `destination`. */
  async function syslogNg(user: string, destination: string): Promise<ChildProcess> {
    const work = await mkdtemp(path.join(folder, 'work-'));
    const at = (name: string): string => path.join(work, name);
    const line = (n: number) => `Failed password for ${user} from 203.0.113.9 port ${4000 + n} ssh2\n`;
    await writeFile(at('auth.log'), Array.from({ length: LINES }, (_, n) => line(n)).join(''));
    const config = [
      '@version: 3.38',
      `source lines { file("${at('auth.log')}" program-override("sshd") flags(no-parse) default-facility(auth)); };`,
      `destination haechi { ${destination}; };`,
      'log { source(lines); destination(haechi); };',
    ];
    await writeFile(at('syslog-ng.conf'), config.join('\n'));
    const files = ['--cfgfile', at('syslog-ng.conf'), '--persist-file', at('persist'), '--pidfile', at('pid')];
    const modules = path.join(ROOT, 'usr/lib/syslog-ng/3.38');
    return spawn(
      PROGRAM,
      ['--foreground', '--no-caps', '--control', at('control'), '--module-path', modules, ...files],
      {
        stdio: 'ignore',
        env: { ...process.env, LD_LIBRARY_PATH: LIBRARIES.map((name) => path.join(ROOT, name)).join(':') },
      },
    );
  }

  test.each(['octet counting', 'lines', 'TLS with a client certificate'])('over TCP, %s', async (how) => {
    const { host, tcpPort, tlsPort } = haechi.server.doors!.syslog;
    const { file } = certificates;
    const tls = `tls(ca-file("${file('authority.pem')}") cert-file("${file('client.pem')}") key-file("${file('client.key')}") peer-verify(required-trusted))`;
    const [user, destination] = {
      'octet counting': ['ngcounted', `syslog("${host}" port(${tcpPort}) transport("tcp"))`],
      lines: ['nglines', `network("${host}" port(${tcpPort}) transport("tcp"))`],
      'TLS with a client certificate': ['ngtls', `syslog("${host}" port(${tlsPort}) transport("tls") ${tls})`],
    }[how] as [string, string];
    const sender = await syslogNg(user, destination);
    try {
      const rows = await haechi.stored(`user.name:${user}`, LINES);
      expect(rows).toHaveLength(LINES);
      expect(rows[0]).toMatchObject({ decoder: 'sshd', source: 'syslog:127.0.0.1' });
    } finally {
      const exited = once(sender, 'exit');
      sender.kill('SIGTERM');
      await exited;
    }
  });
});
