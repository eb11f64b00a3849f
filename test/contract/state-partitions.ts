import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StateStore } from '../../platform/store/state/index.ts';

const LEASE_MS = 60_000;
const one = { worker: 'one', embeddedEvents: false };
const two = { worker: 'two', embeddedEvents: true };

/** Leases of the parts of a bus: who works on what, by the clock of the state. */
export function statePartitionsContract(open: () => Promise<{ store: StateStore }>): void {
  let store: StateStore;
  beforeAll(async () => {
    ({ store } = await open());
    await store.partitions.prepare('s', 3, 7);
  });
  afterAll(() => store.close());

  test('parts begin where they are told, once', async () => {
    await store.partitions.prepare('s', 3, 9);
    expect(await store.partitions.all('s')).toEqual(
      [0, 1, 2].map((partition) => ({
        partition,
        owner: null,
        epoch: 0,
        isHeld: false,
        position: 7,
        waiting: 0,
        windows: 7,
      })),
    );
    expect(await store.partitions.all('other')).toEqual([]);
  });

  test('a part has one owner at a time; a late word of an earlier one changes nothing', async () => {
    const { partitions } = store;
    expect((await partitions.take('s', 'one', LEASE_MS, [2, 0])).map(({ partition }) => partition)).toEqual([0, 2]);
    expect(await partitions.take('s', 'two', LEASE_MS, [0, 1])).toMatchObject([{ partition: 1, epoch: 1 }]);
    expect(
      await partitions.checkpoint(
        's',
        'one',
        [0, 1, 2].map((partition) => ({ partition, epoch: 1, position: 8 })),
      ),
    ).toEqual([0, 2]);
    await partitions.markWindows(
      's',
      'one',
      [0, 1].map((partition) => ({ partition, epoch: 1, windows: 8 })),
    );
    // Its own at once after a restart, with another epoch.
    expect(await partitions.take('s', 'one', LEASE_MS, [0])).toMatchObject([{ epoch: 2, position: 8, windows: 8 }]);
    expect(await partitions.checkpoint('s', 'one', [{ partition: 0, epoch: 1, position: 9 }])).toEqual([]);
    await partitions.release('s', 'one', [{ partition: 0, epoch: 1 }]);
    expect(await partitions.all('s')).toMatchObject([
      { owner: 'one', isHeld: true, position: 8, windows: 8 },
      { owner: 'two', isHeld: true, position: 7, windows: 7 },
      { owner: 'one', isHeld: true, position: 8 },
    ]);
  });

  test('what runs out is free, and is not lengthened for who lost it', async () => {
    const { partitions } = store;
    await partitions.take('s', 'two', 1, [1]);
    await expect.poll(async () => (await partitions.all('s'))[1]?.isHeld).toBe(false);
    expect(await partitions.take('s', 'one', LEASE_MS, [1])).toMatchObject([{ owner: 'one', epoch: 3 }]);
    const { leases, workers } = await partitions.renew('s', two, LEASE_MS, [{ partition: 1, epoch: 2, waiting: 5 }]);
    expect([leases[1]?.owner, leases[1]?.waiting, workers]).toEqual(['one', 0, ['two']]);
    await partitions.renew('s', one, LEASE_MS, [{ partition: 1, epoch: 3, waiting: 4 }]);
    expect((await partitions.all('s'))[1]?.waiting).toBe(4);
    expect(await partitions.living('s')).toEqual([one, two]);
  });

  test('who leaves gives everything back and lives no more', async () => {
    await store.partitions.leave('s', 'one');
    expect((await store.partitions.all('s')).map(({ owner }) => owner)).toEqual([null, null, null]);
    expect(await store.partitions.living('s')).toEqual([two]);
  });
}
