import type { MultipartFile } from '@fastify/multipart';
import { FILE_LIMITS } from '../ingest/files/limits.ts';
import { unpack } from '../ingest/files/unpack.ts';
import type { RuleFile } from '../store/state/index.ts';
import { fault } from './errors.ts';
import type { ApiLimits } from './limits.ts';

/**
 * The YAML files of an upload, out of archives where they are in one. Other files (README, licences) are left out.
 *
 * @throws HaechiError `pack_invalid` (damaged archive, too many files), `body_too_large` (expanded past the limit)
 */
export async function readPack(parts: AsyncIterable<MultipartFile>, limits: ApiLimits): Promise<RuleFile[]> {
  const files: RuleFile[] = [];
  let bytesLeft = limits.packBytes;
  for await (const part of parts) {
    const inputs = unpack({ source: part.filename, bytes: part.file, depth: 0 }, FILE_LIMITS);
    for await (const input of inputs) {
      if (input.kind === 'reject') throw fault('pack_invalid', `${input.source} ${input.reason}`);
      const content = await readText(input.bytes, bytesLeft);
      bytesLeft -= content.bytes;
      if (!/\.ya?ml$/i.test(input.source)) continue;
      if (files.length >= limits.packFiles) throw fault('pack_invalid', `> ${limits.packFiles}`);
      files.push({ path: input.source.split('!').at(-1) ?? input.source, text: content.text });
    }
    if (part.file.truncated) throw fault('body_too_large');
  }
  return files;
}

async function readText(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<{ text: string; bytes: number }> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw fault('body_too_large');
    chunks.push(chunk);
  }
  return { text: Buffer.concat(chunks).toString('utf8'), bytes };
}
