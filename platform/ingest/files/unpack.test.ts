import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import tar from 'tar-stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Input } from './input.ts';
import { FILE_LIMITS, type FileLimits } from './limits.ts';
import { contents, walk } from './walk.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'files-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, bytes: Uint8Array | string): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

async function read(file: string, limits: FileLimits = FILE_LIMITS): Promise<string[]> {
  const seen: string[] = [];
  for await (const input of contents(file, limits)) seen.push(await describeInput(input));
  return seen.map((line) => line.replaceAll(`${folder}/`, ''));
}

async function describeInput(input: Input): Promise<string> {
  if (input.kind === 'reject') return `${input.source}: ${input.reason}`;
  let text = '';
  try {
    for await (const chunk of input.bytes) text += Buffer.from(chunk).toString('latin1');
  } catch (error) {
    return `${input.source}: ${(error as { code?: string }).code ?? 'error'}`;
  }
  return `${input.source}=${text.length > 20 ? text.length : text}`;
}

async function tarOf(entries: readonly { name: string; body?: string; type?: 'symlink' }[]): Promise<Buffer> {
  const pack = tar.pack();
  for (const entry of entries) {
    if (entry.type === 'symlink') pack.entry({ name: entry.name, type: 'symlink', linkname: '/etc/passwd' });
    else pack.entry({ name: entry.name }, entry.body ?? '');
  }
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

test('plain, gzip and zstd files give their bytes under their own name', async () => {
  expect(await read(put('a.log', 'hello'))).toEqual(['a.log=hello']);
  expect(await read(put('a.log.gz', gzipSync('hello')))).toEqual(['a.log.gz=hello']);
  expect(await read(put('a.log.zst', zstdCompressSync('hello')))).toEqual(['a.log.zst=hello']);
  expect(await read(put('empty', ''))).toEqual(['empty=']);
});

test('members of tar.gz and zip are named after !, nested archives too', async () => {
  const inner = zipSync({ 'deep.log': strToU8('deep') });
  expect(
    await read(
      put(
        'b.tgz',
        gzipSync(
          await tarOf([
            { name: 'x/a.log', body: 'A' },
            { name: 'b.log', body: 'B' },
          ]),
        ),
      ),
    ),
  ).toEqual(['b.tgz!x/a.log=A', 'b.tgz!b.log=B']);
  expect(
    await read(put('c.zip', zipSync({ 'x/a.log': strToU8('A'), 'in.zip': inner, 'z.gz': gzipSync('Z') }))),
  ).toEqual(['c.zip!x/a.log=A', 'c.zip!in.zip!deep.log=deep', 'c.zip!z.gz=Z']);
});

test('a member that would leave the archive is refused, the others are read', async () => {
  expect(await read(put('evil.zip', zipSync({ '../../etc/cron.d/x': strToU8('x'), 'ok.log': strToU8('ok') })))).toEqual(
    ['evil.zip!../../etc/cron.d/x: archive_path_escape', 'evil.zip!ok.log=ok'],
  );
  const evil = await tarOf([
    { name: '/etc/passwd', body: 'x' },
    { name: 'link', type: 'symlink' },
    { name: 'ok.log', body: 'ok' },
  ]);
  expect(await read(put('evil.tar', evil))).toEqual([
    'evil.tar!/etc/passwd: archive_path_escape',
    'evil.tar!link: archive_member_type',
    'evil.tar!ok.log=ok',
  ]);
});

test('a decompression bomb ends with its own code; the next member is still read', async () => {
  const limits = { ...FILE_LIMITS, ratioFreeBytes: 100_000, ratio: 50 };
  const bomb = zipSync({ 'bomb.log': new Uint8Array(20_000_000), 'ok.log': strToU8('ok') });
  expect(await read(put('bomb.zip', bomb), limits)).toEqual(['bomb.zip!bomb.log: archive_bomb', 'bomb.zip!ok.log=ok']);
  expect(await read(put('bomb.gz', gzipSync(Buffer.alloc(20_000_000))), limits)).toEqual(['bomb.gz: archive_bomb']);
  expect(await read(put('dense.gz', gzipSync(Buffer.alloc(90_000))), limits)).toEqual(['dense.gz=90000']);
});

test('nesting is read to the limit and refused past it', async () => {
  let bytes: Uint8Array = strToU8('core');
  for (let level = 0; level < FILE_LIMITS.archiveDepth; level++) bytes = zipSync({ 'n.zip': bytes });
  expect((await read(put('deep.zip', bytes)))[0]).toMatch(/=core$/);
  expect((await read(put('deeper.zip', zipSync({ 'n.zip': bytes }))))[0]).toMatch(/archive_too_deep$/);
});

test('bytes behind the end of a zip do not hide it', async () => {
  const zip = zipSync({ 'a.log': strToU8('A') });
  expect(await read(put('tail.zip', Buffer.concat([zip, Buffer.from('\n')])))).toEqual(['tail.zip!a.log=A']);
  expect(await read(put('outer.zip', zipSync({ 'in.zip': Buffer.concat([zip, Buffer.from('\0\0')]) })))).toEqual([
    'outer.zip!in.zip!a.log=A',
  ]);
});

test('damaged and unsupported containers say so', async () => {
  const zip = zipSync({ 'a.log': strToU8('x'.repeat(1000)) });
  expect(await read(put('cut.zip', zip.subarray(0, zip.length - 30)))).toEqual(['cut.zip: archive_damaged']);
  const gz = gzipSync('x'.repeat(100_000));
  expect((await read(put('cut.gz', gz.subarray(0, gz.length - 20))))[0]).toMatch(
    /^cut.gz: (archive_damaged|Z_BUF_ERROR)$/,
  );
  expect(await read(put('a.7z', Buffer.from('377abcaf271c0004', 'hex')))).toEqual(['a.7z: archive_unsupported']);
});

test('a walk gives every file in order, and says what it does not follow', async () => {
  const root = mkdtempSync(path.join(folder, 'walk-'));
  writeFileSync(path.join(root, 'b.log'), '');
  writeFileSync(path.join(root, 'a.log'), '');
  symlinkSync('/etc', path.join(root, 'link'));
  const seen: string[] = [];
  for await (const item of walk([root, path.join(root, 'missing')]))
    seen.push(item.kind === 'found' ? path.basename(item.path) : item.reason);
  expect(seen).toEqual(['a.log', 'b.log', 'link', 'unreadable']);
});
