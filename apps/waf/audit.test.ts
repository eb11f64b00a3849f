import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAuditLog } from './audit.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'audit-'));
  file = path.join(folder, 'audit.ndjson');
});
afterEach(() => rm(folder, { recursive: true }));

const lines = async (of: string): Promise<number[]> =>
  (await readFile(of, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).n);

test('a renamed file gets no more lines once it was looked for', async () => {
  let now = 1_000;
  const log = await openAuditLog(file, () => now);
  await log.write({ n: 1 });
  await rename(file, `${file}.1`);
  now += 999;
  await log.write({ n: 2 });
  now += 1;
  await log.write({ n: 3 });
  await log.close();
  expect(await lines(`${file}.1`)).toEqual([1, 2]);
  expect(await lines(file)).toEqual([3]);
});

test('reopening follows a rename at once, and leaves a file that still has its name', async () => {
  const log = await openAuditLog(file, () => 0);
  await log.write({ n: 1 });
  await log.reopen();
  await log.write({ n: 2 });
  await rename(file, `${file}.1`);
  await log.reopen();
  await Promise.all([log.write({ n: 3 }), log.write({ n: 4 })]);
  await log.close();
  expect(await lines(`${file}.1`)).toEqual([1, 2]);
  expect(await lines(file)).toEqual([3, 4]);
});

test('where no new file can be opened the old one goes on, and it is said', async () => {
  let now = 0;
  const log = await openAuditLog(file, () => now);
  await rename(folder, `${folder}.away`);
  now += 1_000;
  await expect(log.write({ n: 1 })).rejects.toMatchObject({ code: 'audit_unwritable' });
  await log.write({ n: 2 });
  await log.close();
  expect(await lines(path.join(`${folder}.away`, 'audit.ndjson'))).toEqual([1, 2]);
  await rename(`${folder}.away`, folder);
});
