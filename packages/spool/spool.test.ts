import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SPOOL_LIMITS } from './limits.ts';
import { Spool, type Spooled } from './spool.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'spool-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const batch = (text: string): Buffer => Buffer.from(text);
const textOf = ({ payload }: Spooled): string => payload.toString();

async function take(spool: Spool, count: number): Promise<Spooled[]> {
  const stop = new AbortController();
  const got: Spooled[] = [];
  if (count === 0) return got;
  for await (const next of spool.consume(stop.signal)) {
    got.push(next);
    if (got.length === count) break;
  }
  return got;
}

const segmentFiles = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.spool'));

test('gives batches in order with rising positions, senders sharing a group commit', async () => {
  const spool = await Spool.open(folder);
  const positions = await Promise.all(Array.from({ length: 50 }, (_, index) => spool.append(batch(`line ${index}`))));
  expect(positions).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  expect((await take(spool, 50)).map(textOf)).toEqual(positions.map((position) => `line ${position - 1}`));
  await spool.close();
});

test('gives again after reopening what was not checkpointed, and nothing else', async () => {
  const first = await Spool.open(folder);
  for (const line of ['a', 'b', 'c']) await first.append(batch(line));
  await take(first, 3);
  await first.checkpoint(1);
  await first.close();
  const second = await Spool.open(folder);
  expect(second.id).toBe(first.id);
  expect(second.resumeFrom()).toBe(2);
  expect((await take(second, 2)).map(textOf)).toEqual(['b', 'c']);
  expect(await second.append(batch('d'))).toBe(4);
  await second.close();
});

test('a torn tail (crash in mid-write) is cut off and loses nothing that was answered', async () => {
  const first = await Spool.open(folder);
  await first.append(batch('kept'));
  await first.close();
  const [file = ''] = segmentFiles();
  appendFileSync(path.join(folder, file), Buffer.from([0, 0, 1, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 2, 9, 9]));
  const second = await Spool.open(folder);
  expect((await take(second, 1)).map(textOf)).toEqual(['kept']);
  expect(await second.append(batch('next'))).toBe(2);
  await second.close();
});

test('a frame cut at any byte leaves the frames before it', async () => {
  const first = await Spool.open(folder);
  await first.append(batch('one'));
  const file = path.join(folder, segmentFiles()[0] ?? '');
  const sound = statSync(file).size;
  await first.append(batch('two'));
  await first.close();
  const whole = statSync(file).size;
  for (let size = whole - 1; size >= sound; size -= 7) {
    truncateSync(file, size);
    const again = await Spool.open(folder);
    expect(again.depth()).toBe(1);
    await again.close();
  }
});

test('checkpointed segments are deleted', async () => {
  const spool = await Spool.open(folder, { ...SPOOL_LIMITS, segmentBytes: 1_000 });
  for (let index = 0; index < 40; index++) await spool.append(batch('x'.repeat(200)));
  expect(segmentFiles().length).toBeGreaterThan(5);
  await take(spool, 40);
  await spool.checkpoint(40);
  await spool.append(batch('x'.repeat(1_000)));
  await spool.append(batch('y'));
  expect(segmentFiles().length).toBeLessThanOrEqual(2);
  await spool.close();
});

test('refuses past the byte limit with a code and accepts again after a checkpoint', async () => {
  const spool = await Spool.open(folder, { ...SPOOL_LIMITS, maxPendingBytes: 2_000 });
  await spool.append(batch('x'.repeat(1_500)));
  await expect(spool.append(batch('x'.repeat(1_500)))).rejects.toMatchObject({ code: 'spool_full' });
  await take(spool, 1);
  await spool.checkpoint(1);
  expect(await spool.append(batch('x'.repeat(1_500)))).toBe(2);
  await spool.close();
});

test('the last batch size that fits is accepted, one byte more is refused', async () => {
  const bytes = 1;
  const spool = await Spool.open(folder, { ...SPOOL_LIMITS, maxBatchBytes: bytes });
  expect(await spool.append(batch('x'))).toBe(1);
  await expect(spool.append(batch('xx'))).rejects.toMatchObject({ code: 'batch_too_large' });
  await spool.close();
});

test('any mix of publish, consume, checkpoint and reopen agrees with a plain list', { timeout: 60_000 }, async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('publish' as const), text: fc.string({ maxLength: 60 }) }),
    fc.record({ do: fc.constant('checkpoint' as const), part: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ do: fc.constant('reopen' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const own = mkdtempSync(path.join(tmpdir(), 'spool-model-'));
      const limits = { ...SPOOL_LIMITS, segmentBytes: 300 };
      let spool = await Spool.open(own, limits);
      let model: { position: number; text: string }[] = [];
      for (const next of steps) {
        if (next.do === 'publish') model.push({ position: await spool.append(batch(next.text)), text: next.text });
        else if (next.do === 'checkpoint') {
          const done = model[Math.floor(next.part * (model.length - 1))];
          if (done === undefined) continue;
          await spool.checkpoint(done.position);
          model = model.filter((entry) => entry.position > done.position);
        } else {
          await spool.close();
          spool = await Spool.open(own, limits);
        }
      }
      await spool.close();
      spool = await Spool.open(own, limits);
      const got = await take(spool, model.length);
      expect(got.map((one) => ({ position: one.position, text: textOf(one) }))).toEqual(model);
      await spool.close();
      rmSync(own, { recursive: true, force: true });
    }),
    { numRuns: 40 },
  );
});
