import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Input, type InputReject, reject } from './input.ts';
import { FILE_LIMITS, type FileLimits } from './limits.ts';
import { unpack } from './unpack.ts';

/** A regular file on disk, not yet opened. */
export interface FoundFile {
  readonly kind: 'found';
  readonly path: string;
  readonly bytes: number;
}

/**
 * Every regular file under `paths`, folders in the order of their names. Links below a folder are not followed, so
 * that a walk cannot leave what it was given; devices, sockets and unreadable places are said.
 */
export async function* walk(
  paths: readonly string[],
  limits: FileLimits = FILE_LIMITS,
  depth = 0,
): AsyncGenerator<FoundFile | InputReject> {
  for (const given of paths) {
    try {
      const info = await stat(given);
      if (info.isFile()) yield { kind: 'found', path: given, bytes: info.size };
      else if (!info.isDirectory()) yield reject(given, 'not_a_file', 'a device, socket or pipe is not read');
      else if (depth >= limits.folderDepth)
        yield reject(given, 'folder_too_deep', `folders nested more than ${limits.folderDepth} deep`);
      else {
        const entries = (await readdir(given, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
        for (const entry of entries) {
          const child = path.join(given, entry.name);
          if (entry.isSymbolicLink())
            yield reject(child, 'link', 'links inside a folder are not followed; give the target itself');
          else yield* walk([child], limits, depth + 1);
        }
      }
    } catch (error) {
      yield reject(given, 'unreadable', error instanceof Error ? error.message : String(error));
    }
  }
}

/**
 * The contents of one file: itself, or what its archive holds.
 *
 * @param read hears how many bytes were read from disk, for progress
 */
export function contents(
  file: string,
  limits: FileLimits = FILE_LIMITS,
  read?: (bytes: number) => void,
): AsyncGenerator<Input> {
  const stream = createReadStream(file, { highWaterMark: 256 * 1024 });
  if (read !== undefined) stream.on('data', (chunk) => read(chunk.length));
  return unpack({ source: file, bytes: stream, path: file, depth: 0 }, limits);
}
