import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { walk } from '@haechi/platform/ingest/files/walk.ts';

/** A file as the file system shows it now. */
export interface ListedFile {
  readonly kind: 'listed';
  /** Device and inode: what stays when it is renamed. */
  readonly key: string;
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}

/** Something that was found, or named, and is not read. */
export interface Unlisted {
  readonly kind: 'unlisted';
  readonly path: string;
  readonly detail: string;
}

export function keyOf({ dev, ino }: { readonly dev: bigint; readonly ino: bigint }): string {
  return `${dev}:${ino}`;
}

/** Every file under the paths. @param except folder whose files are left out: our own state */
export async function* listFiles(paths: readonly string[], except: string): AsyncGenerator<ListedFile | Unlisted> {
  for await (const found of walk(paths)) {
    if (found.kind === 'reject') {
      yield { kind: 'unlisted', path: found.source, detail: found.detail };
      continue;
    }
    if (found.path.startsWith(`${except}${path.sep}`)) continue;
    const listed = await statusOf(found.path);
    if (listed !== undefined) yield listed;
  }
}

/**
 * Files beside a named one that may be what it was called before it was rotated: `app.log.1` beside `app.log`. For the
 * rest of a file that was rotated while nobody followed it.
 */
export async function* besides(file: string): AsyncGenerator<ListedFile> {
  const folder = path.dirname(file);
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (name === path.basename(file) || !name.startsWith(path.basename(file))) continue;
    const listed = await statusOf(path.join(folder, name));
    if (listed !== undefined) yield listed;
  }
}

async function statusOf(file: string): Promise<ListedFile | undefined> {
  // It may be gone again; the next look tells.
  const status = await stat(file, { bigint: true }).catch(() => undefined);
  if (status?.isFile() !== true) return undefined;
  const { size, mtimeNs, ctimeNs } = status;
  const milliseconds = (ns: bigint): number => Number(ns / 1_000n) / 1_000;
  return {
    kind: 'listed',
    key: keyOf(status),
    path: file,
    size: Number(size),
    mtimeMs: milliseconds(mtimeNs),
    ctimeMs: milliseconds(ctimeNs),
  };
}
