import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { HaechiError } from '@haechi/event';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Folder the console is built into. */
export const CONSOLE_DIST = path.join(ROOT, 'apps/console/dist');

/** What the console is made from. */
const SOURCES = [
  'apps/console/src',
  'apps/console/index.html',
  'apps/console/vite.config.ts',
  'apps/console/package.json',
  'locales',
  'package-lock.json',
];

/** True when there is no built console or a source of it is newer. */
export async function isConsoleStale(): Promise<boolean> {
  const built = await modified(path.join(CONSOLE_DIST, 'index.html'));
  if (built === undefined) return true;
  const newest = await Promise.all(SOURCES.map((source) => newestIn(path.join(ROOT, source))));
  return Math.max(...newest) > built;
}

/**
 * Builds the console with Vite (a few seconds); its warnings go to stderr. It is built aside and then put in place, so
 * that a server that starts or serves at the same time never finds half of it.
 *
 * @throws HaechiError `console_build_failed`
 */
export async function buildConsole(): Promise<void> {
  const consoleFolder = path.join(ROOT, 'apps/console');
  const aside = path.join(consoleFolder, `.build-${process.pid}`, 'dist');
  const vite = createRequire(path.join(consoleFolder, 'package.json')).resolve('vite/package.json');
  const child = spawn(
    process.execPath,
    [path.join(path.dirname(vite), 'bin/vite.js'), 'build', '--logLevel', 'warn', '--outDir', aside],
    {
      cwd: consoleFolder,
      stdio: ['ignore', process.stderr, process.stderr],
    },
  );
  const [code] = (await once(child, 'exit')) as [number | null];
  try {
    if (code === 0) return await replace(aside, CONSOLE_DIST);
  } finally {
    await rm(path.dirname(aside), { recursive: true, force: true });
  }
  throw new HaechiError('console_build_failed', {
    what: 'the console could not be built',
    where: 'apps/console',
    remedy: 'the messages above say why; the API works without it',
  });
}

/** Puts `fresh` where `current` is; where another process was faster, its build of the same sources stays. */
async function replace(fresh: string, current: string): Promise<void> {
  await rename(current, path.join(path.dirname(fresh), 'before')).catch(() => undefined);
  await rename(fresh, current).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
}

async function newestIn(file: string): Promise<number> {
  const info = await stat(file).catch(() => undefined);
  if (info === undefined) return 0;
  if (!info.isDirectory()) return info.mtimeMs;
  const names = await readdir(file);
  const times = await Promise.all(names.map((name) => newestIn(path.join(file, name))));
  return Math.max(0, ...times);
}

async function modified(file: string): Promise<number | undefined> {
  return (await stat(file).catch(() => undefined))?.mtimeMs;
}
