import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findOriginal, stemOf } from './copied.ts';
import { marksAt, type ReadAt } from './fingerprint.ts';
import { openRegistry, type Registry } from './registry.ts';

let folder: string;
let registry: Registry;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'haechi-copied-'));
  registry = await openRegistry(folder);
});
afterEach(async () => {
  await registry.flush();
  await rm(folder, { recursive: true, force: true });
});

const readOf =
  (text: string): ReadAt =>
  async (offset, length) =>
    Buffer.from(text).subarray(offset, offset + length);
const LOG = Array.from({ length: 50 }, (_, n) => `2026-11-27T08:00:${n} request ${n}\n`).join('');

/** What is found for a file of that name and text, where `/l/app.log` was sent to its end. */
async function original(name: string, text: string, entry: { goneMs?: number; path?: string } = { goneMs: 1 }) {
  const marks = await marksAt(LOG.length, readOf(LOG));
  registry.set('1:2', { path: '/l/app.log', generation: 0, position: LOG.length, marks, ...entry });
  return (await findOriginal(registry, name, text.length, readOf(text)))?.position;
}

test.each([
  ['/l/app.log.1', '/l/app.log'],
  ['/l/app.log.2.gz', '/l/app.log'],
  ['/l/app.log-20261127.gz', '/l/app.log'],
  ['/l/app.log-20261127-1764', '/l/app.log'],
  ['/l/app.log', '/l/app.log'],
  ['/l/web1.log', '/l/web1.log'],
])('%s is a rotated %s', (name, stem) => {
  expect(stemOf(name)).toBe(stem);
});

test('a copy of what was sent is gone on with behind it', async () => {
  expect(await original('/l/app.log.1', LOG)).toBe(LOG.length);
  expect(await original('/l/app.log.1', `${LOG}more\n`)).toBe(LOG.length);
});

test.each([
  ['of another name', '/l/other.log', LOG, { goneMs: 1 }],
  ['in another folder', '/k/app.log.1', LOG, { goneMs: 1 }],
  ['shorter than what was sent', '/l/app.log.1', LOG.slice(0, -1), { goneMs: 1 }],
  ['with another start', '/l/app.log.1', `3${LOG.slice(1)}`, { goneMs: 1 }],
  ['with another end', '/l/app.log.1', `${LOG.slice(0, -2)}x\n`, { goneMs: 1 }],
  ['of a file that is still there', '/l/app.log.1', LOG, {}],
])('a file %s is sent whole', async (_why, name, text, entry) => {
  expect(await original(name, text, entry)).toBeUndefined();
});
