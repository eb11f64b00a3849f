import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { HaechiError } from '@haechi/event';
import type { Transaction } from '@haechi/seclang';
import { type Override, overridden, parseOverrides, parseTestFile, runTest } from '@haechi/seclang/ftw';
import { startWaf } from '../waf.ts';
import { startBackend } from './backend.ts';
import { socketSend } from './socket-send.ts';

/** Result of one test, titled `rule_id-test_id`. */
export interface FtwLine {
  readonly test: string;
  readonly result: 'pass' | 'fail' | 'skip';
  readonly reason?: string;
}

/**
 * Runs go-ftw tests one after the other against a WAF with the rules, over real sockets, with the suite's backend behind.
 *
 * @throws HaechiError `tests_unreadable`, `rules_invalid`
 */
export async function* runFtw(
  folders: readonly string[],
  rules: readonly string[],
  overridesFile: string | undefined,
  log: (line: string) => void,
): AsyncGenerator<FtwLine> {
  const overrides = overridesFile === undefined ? [] : parseOverrides(await readFile(overridesFile, 'utf8'));
  const seen: Transaction[] = [];
  const backend = await startBackend();
  try {
    const waf = await startWaf({
      rules,
      listen: { host: '127.0.0.1', port: 0 },
      upstream: backend.url,
      trustedProxies: [],
      failOpen: false,
      log,
      onTransaction: (transaction) => seen.push(transaction),
    });
    try {
      for (const file of await testFiles(folders)) yield* fileTests(file, overrides, waf.port, seen);
    } finally {
      await waf.close();
    }
  } finally {
    await backend.close();
  }
}

async function* fileTests(
  file: string,
  overrides: readonly Override[],
  port: number,
  seen: Transaction[],
): AsyncGenerator<FtwLine> {
  for (const written of parseTestFile(await readFile(file, 'utf8'), file)) {
    const test = overridden(written, overrides);
    const override = overrides.find(
      ({ ruleId, testIds }) => ruleId === written.ruleId && testIds.includes(written.testId),
    );
    if (test === undefined) {
      yield { test: written.title, result: 'skip', reason: override?.reason ?? 'overridden' };
      continue;
    }
    const { passed, reason } = await runTest(test, (input) => socketSend(port, input, seen));
    yield { test: test.title, result: passed ? 'pass' : 'fail', ...(reason === undefined ? {} : { reason }) };
  }
}

/** Test files under the folders, by name; files that are no tests (overrides) are left out. */
async function testFiles(folders: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    const info = await stat(folder).catch((cause: unknown) => {
      throw new HaechiError('tests_unreadable', {
        what: 'there are no tests at this path',
        where: folder,
        remedy: 'give a folder of go-ftw tests',
        cause,
      });
    });
    const names = info.isDirectory()
      ? (await readdir(folder, { recursive: true })).sort().map((name) => path.join(folder, name))
      : [folder];
    for (const name of names) if (/\d+\.ya?ml$/.test(name)) found.push(name);
  }
  return found;
}
