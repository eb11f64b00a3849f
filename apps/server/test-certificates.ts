import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Certificates made for a test: `NAME.pem` and `NAME.key` for each name, in a temporary folder. */
export interface TestCertificates extends AsyncDisposable {
  file(name: string): string;
}

/** An authority, what it signed for a server and a client, and a stranger that signed for itself. */
export async function makeCertificates(): Promise<TestCertificates> {
  const folder = await mkdtemp(path.join(tmpdir(), 'haechi-tls-'));
  const file = (name: string): string => path.join(folder, name);
  const make = async (name: string, by?: string): Promise<void> => {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', file(`${name}.key`)];
    const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
    const signed = by === undefined ? [] : ['-CA', file(`${by}.pem`), '-CAkey', file(`${by}.key`)];
    await run('openssl', ['req', '-x509', ...key, ...subject, '-out', file(`${name}.pem`), ...signed]);
  };
  await make('authority');
  await make('server', 'authority');
  await make('client', 'authority');
  await make('stranger');
  return {
    file,
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}
