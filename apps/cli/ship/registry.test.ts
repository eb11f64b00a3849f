import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';
import { openRegistry } from './registry.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'haechi-registry-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const mark = fingerprintOf(Buffer.from('abc'));
const entry = { path: '/var/log/a.log', generation: 0, position: 3, marks: { head: mark, tail: mark } };

test('what was set is there after the next start, for this user alone and without drafts', async () => {
  const registry = await openRegistry(folder);
  registry.set('1:2', entry);
  registry.set('1:3', entry);
  registry.remove('1:3');
  await registry.flush();
  expect((await stat(path.join(folder, 'registry.json'))).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['registry.json']);
  expect([...(await openRegistry(folder)).all()]).toEqual([['1:2', entry]]);
});

test.each([
  '',
  '{"version":1}',
  '{"version":2,"files":{}}',
  '{"version":1,"files":{"1:2":{"path":"a"}}}',
  JSON.stringify({ version: 1, files: { '1:2': { ...entry, position: -1 } } }),
  JSON.stringify({ version: 1, files: { '1:2': { ...entry, position: 2 } } }),
])('a damaged registry (%s) is said and left alone', async (text) => {
  const file = path.join(folder, 'registry.json');
  await writeFile(file, text);
  await expect(openRegistry(folder)).rejects.toMatchObject({ code: 'ship_state_damaged' });
  expect(await readFile(file, 'utf8')).toBe(text);
});
