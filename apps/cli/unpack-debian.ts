import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * Unpacks Debian packages into a folder of ours instead of installing them: for a program that cannot be installed beside
 * another one (both are the system's log daemon). Where it cannot be had it says so and answers `false`; callers then do
 * without, by name.
 *
 * @param into made once; left alone where it is there
 */
export function unpackDebianPackages(packages: readonly string[], into: string): boolean {
  if (existsSync(into)) return true;
  mkdirSync(path.dirname(into), { recursive: true });
  const work = mkdtempSync(`${into}.`);
  const runs = (command: string, ...args: string[]): boolean =>
    spawnSync(command, args, { cwd: work, stdio: ['ignore', 2, 2] }).status === 0;
  try {
    const files = (): string[] => readdirSync(work).filter((name) => name.endsWith('.deb'));
    const root = path.join(work, 'root');
    const fetched = () => runs('apt-get', '-qq', 'download', ...packages);
    // A machine that has not looked for packages yet knows none.
    const have = fetched() || (runs('apt-get', '-qq', 'update') && fetched());
    if (!have || !files().every((file) => runs('dpkg-deb', '-x', file, root))) {
      process.stderr.write(
        `error[debian_packages]: could not fetch ${packages.join(' ')}; apt-get download; go on without\n`,
      );
      return false;
    }
    renameSync(root, into);
    return true;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
