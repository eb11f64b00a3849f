import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sealerAt } from './sealer.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sealer-'));
  file = path.join(folder, 'secrets.key');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a secret is read back for what it was sealed for, and for nothing else', async () => {
  const sealer = sealerAt(file);
  const sealed = await sealer.seal('비밀 token', 'feed /root/ a');
  expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain('token');
  expect(await sealerAt(file).open(sealed, 'feed /root/ a')).toBe('비밀 token');
  expect(await sealer.open(sealed, 'feed /root/ b')).toBeUndefined();
  expect(await sealer.seal('비밀 token', 'feed /root/ a')).not.toBe(sealed);
  const altered = Buffer.from(sealed, 'base64');
  altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
  for (const wrong of [altered.toString('base64'), '', 'AQ==', '!'])
    expect(await sealer.open(wrong, 'feed /root/ a')).toBeUndefined();
});

test('the key is made on first use, for its owner alone, once', async () => {
  expect(await sealerAt(file).open('AQ==', '')).toBeUndefined();
  expect(await readdir(folder)).toEqual([]);
  const many = Array.from({ length: 8 }, () => sealerAt(file));
  const sealed = await Promise.all(many.map((sealer, index) => sealer.seal(`secret ${index}`, '')));
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await readFile(file)).length).toBe(32);
  expect(await readdir(folder)).toEqual(['secrets.key']);
  expect(await Promise.all(sealed.map((each) => sealerAt(file).open(each, '')))).toEqual(
    sealed.map((_, index) => `secret ${index}`),
  );
});

test('another key opens nothing, a broken one is said so', async () => {
  const sealed = await sealerAt(file).seal('secret', '');
  await writeFile(file, Buffer.alloc(32));
  expect(await sealerAt(file).open(sealed, '')).toBeUndefined();
  await writeFile(file, 'short');
  await expect(sealerAt(file).open(sealed, '')).rejects.toMatchObject({ code: 'secret_key_invalid' });
});
