import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDebianPackages } from '../debian.ts';
import { parse, program } from '../options.ts';
import { unpackDebianPackages } from '../unpack-debian.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What the suites start for real; each suite skips by name where its package cannot be installed. */
const TEST_PACKAGES = [
  'chromium',
  'fonts-noto-cjk',
  'postgresql',
  'nats-server',
  'libevtx-utils',
  'libmodsecurity3',
  'poppler-utils',
  'rsyslog',
  'rsyslog-elasticsearch',
  'rsyslog-openssl',
];

/** As a log daemon of the system it cannot be installed beside rsyslog. */
const SYSLOG_NG = ['syslog-ng-core', 'libivykis0', 'libnet1', 'libpcre3', 'libwrap0'];

/** The parts of Vitest's JSON report that are read here. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** `haechi test [UNIT…]`: every check and suite; the last line is `N passed, N failed, N skipped`. */
export async function run(argv: string[]): Promise<number> {
  const command = program('test', 'Runs every check and suite, or those whose path contains a UNIT.').argument(
    '[unit...]',
    'part of a test file path',
  );
  command.option('-u, --update', 'write the files that tests compare with anew');
  const exit = parse(command, argv);
  if (exit !== undefined) return exit;
  await ensureDebianPackages(TEST_PACKAGES);
  unpackDebianPackages(SYSLOG_NG, path.join(root, '.runtime', 'debian', 'syslog-ng'));
  const folder = mkdtempSync(path.join(tmpdir(), 'haechi-test-'));
  try {
    const reportFile = path.join(folder, 'report.json');
    const code = await vitest([
      'run',
      ...command.args,
      ...(command.opts<{ update?: true }>().update ? ['--update'] : []),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
    ]);
    return summarise(JSON.parse(readFileSync(reportFile, 'utf8')) as Report, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function vitest(argv: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [path.join(root, 'node_modules/vitest/vitest.mjs'), ...argv], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Prints skipped tests by name and the closing line; a file that failed to load counts as one failure. */
function summarise(report: Report, code: number): number {
  let passed = 0;
  let failed = 0;
  const skipped: string[] = [];
  for (const file of report.testResults) {
    if (file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed')) failed++;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') passed++;
      else if (test.status === 'failed') failed++;
      else skipped.push(`${path.relative(root, file.name)}: ${test.fullName}`);
    }
  }
  if (skipped.length > 0) process.stdout.write(`Skipped:\n${skipped.map((name) => `  ${name}\n`).join('')}`);
  // A runner that failed without a failing test (an unhandled error, no test found) must not look green.
  if (code !== 0 && failed === 0) failed = 1;
  process.stdout.write(`${passed} passed, ${failed} failed, ${skipped.length} skipped\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
