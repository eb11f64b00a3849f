import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PeerRun } from './peer-run.ts';

const main = path.join(import.meta.dirname, '../../../apps/cli/main.ts');

interface Line {
  readonly type: string;
  readonly level?: string;
  readonly entities?: { readonly address?: readonly string[] };
  readonly rules_loaded?: number;
  readonly events?: number;
}

/** `haechi analyze` on the file as a user runs it. Informational findings accuse nobody. */
export function runOurs(file: string, rules: readonly string[], cache: string): PeerRun & { readonly rules: number } {
  const started = performance.now();
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...process.execArgv, main, 'analyze', file, '--json', ...rules.flatMap((folder) => ['--rules', folder])],
    { encoding: 'utf8', maxBuffer: 1 << 30, env: { ...process.env, XDG_CACHE_HOME: cache } },
  );
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`analyze answered ${status}: ${stderr.slice(-2000)}`);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const found = new Set(
    lines
      .filter((line) => line.type === 'finding' && line.level !== 'informational')
      .flatMap((line) => line.entities?.address ?? []),
  );
  return { seconds, found, rules: lines.at(-1)?.rules_loaded ?? 0 };
}

/** Lines of a file a second that splitting it alone comes to: what no reader of lines can pass. */
export function splitFloor(file: string): number {
  const started = performance.now();
  const lines = readFileSync(file, 'utf8').split('\n').length;
  return lines / ((performance.now() - started) / 1000);
}
