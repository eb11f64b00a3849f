/**
 * `node test/fault/bad-input.ts [WORD]`: gives a real server what no sender should send, and a full disk. After each case
 * it must be alive and store a good event. Prints what the server did; exits 1 when a case fails. WORD picks cases by name.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BAD_ARCHIVES } from './bad-input/archives.ts';
import { type BadInput, mustStillTake, type Target } from './bad-input/case.ts';
import { BAD_CONNECTIONS } from './bad-input/connections.ts';
import { fillDisk } from './bad-input/full-disk.ts';
import { BAD_SENDERS } from './bad-input/senders.ts';
import { freePort, makeToken, setUp, startServer } from './server-process.ts';

const FULL_DISK: BadInput = { name: 'a full disk (tmpfs)', run: fillDisk };
const word = process.argv[2] ?? '';
const cases = [...BAD_SENDERS, ...BAD_CONNECTIONS, ...BAD_ARCHIVES, FULL_DISK].filter(({ name }) =>
  name.includes(word),
);
const data = mkdtempSync(path.join(tmpdir(), 'haechi-bad-'));
const syslogPort = await freePort();
const server = await startServer({ data, port: await freePort(), syslogPort });
const counts = { passed: 0, failed: 0, skipped: 0 };
try {
  const admin = await setUp(server);
  const ingest = await makeToken(server, admin, ['ingest']);
  const target: Target = { server, syslogPort, ingest, read: await makeToken(server, admin, ['read']) };
  for (const [index, bad] of cases.entries()) {
    if (bad === FULL_DISK && process.getuid?.() !== 0) {
      counts.skipped++;
      process.stdout.write(`skip  ${bad.name}: mounting needs root\n`);
      continue;
    }
    try {
      const did = await bad.run(target);
      await mustStillTake(target, `aftercase${index}`);
      counts.passed++;
      process.stdout.write(`pass  ${bad.name}: ${did}\n`);
    } catch (error) {
      counts.failed++;
      process.stdout.write(`FAIL  ${bad.name}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
} finally {
  await server.stop();
  rmSync(data, { recursive: true, force: true });
}
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
