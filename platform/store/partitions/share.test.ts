import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEGACY_PARTITION, PARTITIONS, partitionOf, TENANT_PARTITIONS } from './partition-of.ts';
import { nextMove, partsToLeave } from './share.ts';

const FREE = Array.from({ length: 17 }, (_, part) => part);

test.each([
  ['a worker that is alone takes everything', 0, FREE, ['a'], 17, 0],
  ['two that start together take half each', 0, FREE, ['a', 'b'], 9, 0],
  ['one that has everything gives back for the second', 17, [], ['a', 'b'], 0, 8],
  ['one with its share keeps it', 9, [], ['a', 'b'], 0, 0],
  ['what a killed one left is shared by those that live', 6, [1, 2, 3, 4, 5], ['a', 'b'], 3, 0],
  ['more workers than parts: the last ones wait', 0, FREE, [...'abcdefghijklmnopqrst'], 1, 0],
])('%s', (_name, own, free, workers, take, surplus) => {
  const move = nextMove({ parts: 17, own, free, workers }, 'a');
  expect([move.take.length, move.surplus]).toEqual([take, surplus]);
});

test('what is given back is some of the busy ones and some of the idle ones', () => {
  const own = [0, 90, 0, 40, 0, 80].map((work, part) => ({ work, part }));
  expect(partsToLeave(own, 3).map(({ work }) => work)).toEqual([90, 40, 0]);
  expect(partsToLeave(own, 0)).toEqual([]);
  expect(partsToLeave(own, 9)).toHaveLength(6);
});

test('one that is not known to live does nothing', () => {
  expect(nextMove({ parts: 17, own: 0, free: FREE, workers: ['b'] }, 'a')).toEqual({ take: [], surplus: 0 });
});

test('two that start together want different parts', () => {
  const [a, b] = ['a', 'b'].map((me) => nextMove({ parts: 17, own: 0, free: FREE, workers: ['a', 'b'] }, me).take);
  expect([...(a ?? []), ...(b ?? [])].sort((x, y) => x - y)).toEqual(FREE);
});

/** Workers come, die and take turns in any order; once they all take turns again, it is even and stays so. */
test('comes to rest with every part in one hand and nobody two ahead of another', () => {
  const step = fc.record({ who: fc.nat(6), what: fc.constantFrom('turn', 'turn', 'turn', 'die', 'come') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const owner = new Map<number, string>();
      const alive = new Set(['w0']);
      const turn = (me: string): void => {
        const own = FREE.filter((part) => owner.get(part) === me);
        const free = FREE.filter((part) => !alive.has(owner.get(part) ?? ''));
        const move = nextMove({ parts: 17, own: own.length, free, workers: [...alive].sort() }, me);
        for (const part of own.slice(0, move.surplus)) owner.delete(part);
        for (const part of move.take) owner.set(part, me);
      };
      for (const { who, what } of steps) {
        const me = `w${who}`;
        if (what === 'come') alive.add(me);
        else if (what === 'die' && alive.size > 1) alive.delete(me);
        else if (alive.has(me)) turn(me);
      }
      for (let rounds = 0; rounds < 3; rounds++) for (const me of alive) turn(me);
      const counts = [...alive].map((me) => FREE.filter((part) => owner.get(part) === me).length);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(17);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThan(2);
      const before = new Map(owner);
      for (const me of alive) turn(me);
      expect(owner).toEqual(before);
    }),
  );
});

test('the part of a tenant is fixed: what waits on the bus was put there by it', () => {
  expect(['/root/', '/root/acme/', '/root/acme/seoul/', '/root/beta/'].map(partitionOf)).toMatchInlineSnapshot(`
    [
      15,
      3,
      0,
      6,
    ]
  `);
  const many = new Set(Array.from({ length: 500 }, (_, n) => partitionOf(`/root/tenant-${n}/`)));
  expect(many.size).toBe(TENANT_PARTITIONS);
  expect([LEGACY_PARTITION, PARTITIONS]).toEqual([TENANT_PARTITIONS, TENANT_PARTITIONS + 1]);
});
