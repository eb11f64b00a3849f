import { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { HaechiError } from '@haechi/event';
import tar from 'tar-stream';
import { countCompressed, countExpanded, createBudget, type ExpansionBudget } from './budget.ts';
import { escapes, type Input, type InputReject, reject } from './input.ts';
import type { FileLimits } from './limits.ts';
import { type Container, containerOf, MAGIC_BYTES } from './magic.ts';
import { peek } from './peek.ts';
import { zipMembers } from './zip.ts';

/** What is to be unpacked: its bytes, and its path where it lies on disk (a zip is read there without loading it). */
export interface Packed {
  readonly source: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly path?: string;
  readonly depth: number;
  /** The budget of the compressed file that it came out of. */
  readonly budget?: ExpansionBudget;
  /** Hears how many bytes of `path` were read beside `bytes`, for progress. */
  readonly read?: (bytes: number) => void;
}

const UNSUPPORTED: Partial<Record<Container, string>> = {
  bzip2: 'bunzip2',
  xz: 'unxz',
  '7z': '7z x',
  rar: 'unrar x',
};

/** Takes one file apart until plain bytes remain: gzip, zstd, tar and zip, nested up to the limit. */
export async function* unpack(packed: Packed, limits: FileLimits): AsyncGenerator<Input> {
  const { source, depth } = packed;
  if (depth > limits.archiveDepth) {
    yield reject(source, 'archive_too_deep', `archives nested more than ${limits.archiveDepth} deep`);
    return;
  }
  try {
    const { head, bytes } = await peek(packed.bytes, MAGIC_BYTES);
    const container = containerOf(head);
    const tool = UNSUPPORTED[container];
    if (tool !== undefined)
      yield reject(
        source,
        'archive_unsupported',
        `${container} is not read; unpack it with ${tool} and give the files`,
      );
    else if (container === 'zip') yield* unpackZip({ ...packed, bytes }, limits);
    else if (container === 'tar') yield* unpackTar({ ...packed, bytes }, limits);
    else if (container === 'gzip' || container === 'zstd') yield* decompress({ ...packed, bytes }, container, limits);
    else yield { kind: 'file', source, bytes };
  } catch (error) {
    yield damaged(source, error);
  }
}

function damaged(source: string, error: unknown): InputReject {
  const code = error instanceof HaechiError ? error.code : 'archive_damaged';
  return reject(source, code, error instanceof Error ? error.message : String(error));
}

async function* decompress(packed: Packed, container: 'gzip' | 'zstd', limits: FileLimits): AsyncGenerator<Input> {
  const budget = createBudget(packed.source, limits);
  const inflate = container === 'gzip' ? createGunzip() : createZstdDecompress();
  const input = Readable.from(countCompressed(packed.bytes, budget));
  input.once('error', (error) => inflate.destroy(error));
  const bytes = countExpanded(input.pipe(inflate), budget);
  // The member keeps the name of its container: `auth.log.gz` is one file, not an archive.
  yield* unpack({ source: packed.source, bytes, depth: packed.depth + 1, budget }, limits);
}

async function* unpackTar(packed: Packed, limits: FileLimits): AsyncGenerator<Input> {
  const extract = tar.extract();
  const input = Readable.from(packed.bytes);
  input.once('error', (error) => extract.destroy(error));
  input.pipe(extract);
  let members = 0;
  for await (const entry of extract) {
    const { name, type } = entry.header;
    const source = `${packed.source}!${name}`;
    if (++members > limits.archiveMembers) throw new Error(`more than ${limits.archiveMembers} members`);
    if (type === 'file' || type === 'contiguous-file') {
      if (escapes(name)) yield reject(source, 'archive_path_escape', 'the member name leaves the archive');
      else yield* unpack({ source, bytes: entry as AsyncIterable<Uint8Array>, depth: packed.depth + 1 }, limits);
    } else if (type !== 'directory') yield reject(source, 'archive_member_type', `a ${type} is not read`);
    entry.resume();
  }
}

async function* unpackZip(packed: Packed, limits: FileLimits): AsyncGenerator<Input> {
  const from = packed.path ?? (await collect(packed, limits));
  for await (const member of zipMembers(from, limits, packed.read)) {
    const source = `${packed.source}!${member.name}`;
    if (escapes(member.name)) yield reject(source, 'archive_path_escape', 'the member name leaves the archive');
    else if (member.isEncrypted)
      yield reject(
        source,
        'archive_encrypted',
        'the member is encrypted; unpack it with its password and give the files',
      );
    else {
      try {
        const budget = createBudget(source, limits);
        budget.compressed(member.compressedBytes);
        const bytes = countExpanded(await member.open(), budget);
        yield* unpack({ source, bytes, depth: packed.depth + 1, budget }, limits);
      } catch (error) {
        yield damaged(source, error);
      }
    }
  }
}

async function collect(packed: Packed, limits: FileLimits): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of packed.bytes) {
    total += chunk.length;
    if (total > limits.nestedArchiveBytes)
      throw new Error(
        `a zip inside an archive of more than ${limits.nestedArchiveBytes} bytes; unpack the outer one and give the files`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
