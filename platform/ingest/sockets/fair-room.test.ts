import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FairRoom } from './fair-room.ts';

test('one host may have all, until another comes: that is let in at the cost of the newest of the first', () => {
  const room = new FairRoom<string>(3);
  for (const name of ['a1', 'a2', 'a3']) expect(room.enter(name, 'a')).toBeUndefined();
  expect(room.enter('a4', 'a')).toBe('a4');
  expect(room.enter('b1', 'b')).toBe('a3');
  // Two and one: whoever comes now would only change places.
  expect(room.enter('b2', 'b')).toBe('b2');
  expect(room.enter('a5', 'a')).toBe('a5');
  expect(room.enter('c1', 'c')).toBe('a2');
  expect(room.enter('d1', 'd')).toBe('d1');
  room.leave('b1', 'b');
  expect(room.enter('d2', 'd')).toBeUndefined();
});

test('whoever comes and goes, no more are in than there is room for, and no host is shut out by another', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(fc.tuple(fc.nat(4), fc.boolean())), (most, steps) => {
      const room = new FairRoom<number>(most);
      const inside = new Map<number, number>();
      const countOf = (host: number) => [...inside.values()].filter((one) => one === host).length;
      for (const [serial, [host, leaves]] of steps.entries()) {
        const first = [...inside].find(([, of]) => of === host);
        if (leaves && first !== undefined) {
          room.leave(first[0], String(host));
          inside.delete(first[0]);
          continue;
        }
        const wasFull = inside.size === most;
        const gone = room.enter(serial, String(host));
        inside.set(serial, host);
        if (gone !== undefined) inside.delete(gone);
        expect(gone !== undefined).toBe(wasFull);
        expect(inside.size).toBeLessThanOrEqual(most);
        // Refused only where no other has two more than this one had.
        if (gone === serial)
          for (let other = 0; other <= 4; other++) expect(countOf(other)).toBeLessThanOrEqual(countOf(host) + 1);
      }
    }),
  );
});
