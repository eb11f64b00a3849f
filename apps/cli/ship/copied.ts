import path from 'node:path';
import { isContinued, type ReadAt } from './fingerprint.ts';
import { SHIP_LIMITS } from './limits.ts';
import type { FileEntry, Registry } from './registry.ts';

/** The name of a log without what rotation adds: `app.log` of `app.log.2.gz`, `app.log-20261127.gz`, `app.log.1`. */
export function stemOf(file: string): string {
  return file.replace(/\.gz$/, '').replace(/(?:\.\d{1,9}|[-.]\d{8}(?:-\d{1,10})?)$/, '');
}

/**
 * The sent file that a new one is a copy of: what `compress` and `copytruncate` leave behind must not be sent twice. Only
 * a file that is gone or was truncated, under the same name, with the same bytes at its start and before its position.
 */
export async function findOriginal(
  registry: Registry,
  file: string,
  size: number,
  read: ReadAt,
): Promise<FileEntry | undefined> {
  const stem = stemOf(file);
  let best: FileEntry | undefined;
  for (const [, entry] of registry.all()) {
    if (!isCandidate(entry, stem) || entry.position > size || entry.position <= (best?.position ?? 0)) continue;
    if (await isContinued(entry.position, entry.marks, read)) best = entry;
  }
  if (best === undefined) return undefined;
  const { goneMs: _, ...original } = best;
  return original;
}

/** Sent files whose copy a file of this name may be. */
export function isCandidate(entry: FileEntry, stem: string): boolean {
  return (
    entry.goneMs !== undefined &&
    entry.gzipBytes === undefined &&
    entry.marks.tail.bytes === SHIP_LIMITS.fingerprintBytes &&
    path.dirname(entry.path) === path.dirname(stem) &&
    stemOf(entry.path) === stem
  );
}
