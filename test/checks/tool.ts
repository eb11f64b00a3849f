import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the script of an installed package under this Node; answers its exit code and all that it printed. */
export function nodeTool(script: string, args: readonly string[]): { status: number | null; output: string } {
  const done = spawnSync(process.execPath, [path.join(ROOT, 'node_modules', script), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  return { status: done.status, output: `${done.stdout}${done.stderr}`.trim() };
}

/** Files that git tracks or would track, relative to the root, that end with one of `endings`. */
export function sourceFiles(...endings: readonly string[]): string[] {
  const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  return listed.stdout.split('\n').filter((file) => endings.some((ending) => file.endsWith(ending)));
}
