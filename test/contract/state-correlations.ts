import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StateStore } from '../../platform/store/state/index.ts';
import type { StatePlace } from './state-isolation.ts';

/** The cases of the open windows of correlations. */
export function stateCorrelationsContract(open: () => Promise<StatePlace>): void {
  describe('correlation states', () => {
    let place: StatePlace;
    let store: StateStore['correlationStates'];
    beforeAll(async () => {
      place = await open();
      store = place.store.correlationStates;
    });
    afterAll(() => place.store.close());
    const bytes = (...values: number[]) => new Uint8Array(values);

    test('each tenant has the newest, byte by byte, and they are read in parts', async () => {
      const every = Uint8Array.from({ length: 256 }, (_, index) => index);
      await store.save([
        { tenant: '/root/b/', body: bytes(1) },
        { tenant: '/root/a/', body: every },
        { tenant: '/root/', body: bytes() },
      ]);
      await store.save([{ tenant: '/root/b/', body: bytes(2, 3) }]);
      const first = await store.after('', 2);
      expect(first).toEqual([
        { tenant: '/root/', body: bytes() },
        { tenant: '/root/a/', body: every },
      ]);
      expect(await store.after('/root/a/', 2)).toEqual([{ tenant: '/root/b/', body: bytes(2, 3) }]);
      expect(await store.after('/root/b/', 2)).toEqual([]);
      await store.remove(['/root/a/', '/root/none/']);
      expect((await store.after('', 9)).map(({ tenant }) => tenant)).toEqual(['/root/', '/root/b/']);
    });

    test('what is too large is refused, and the one before stays', async () => {
      const large = { tenant: '/root/b/', body: new Uint8Array(16 * 1024 ** 2 + 1) };
      await expect(store.save([large])).rejects.toMatchObject({ code: '23514' });
      expect(await store.after('/root/', 9)).toEqual([{ tenant: '/root/b/', body: bytes(2, 3) }]);
    });
  });
}
