import type { BatchOnBus } from '../ports.ts';
import type { Tenancy } from './tenancy.ts';

/** Batches that wait to be given, of all parts. */
const READY = 256;

interface Item {
  readonly batch: BatchOnBus;
  readonly tenancy: Tenancy;
}

/** Batches of the parts on their way to who stores them, and those that are being stored. */
export class HandOut {
  #ready: Item[] = [];
  /** In the order in which they were given. */
  #given: { readonly position: number; readonly tenancy: Tenancy }[] = [];
  readonly #holders = new Map<number, Tenancy>();
  #changed = Promise.withResolvers<void>();

  /** Resolves when there is room for another. */
  async put(batch: BatchOnBus, tenancy: Tenancy): Promise<void> {
    while (this.#ready.length >= READY && tenancy.state === 'held') await this.#changed.promise;
    if (tenancy.state !== 'held') return;
    this.#ready.push({ batch, tenancy });
    tenancy.ready++;
    this.wake();
  }

  /** The next batch of a part that is held; `undefined` once `isOver`. */
  async next(isOver: () => boolean): Promise<BatchOnBus | undefined> {
    while (!isOver()) {
      const item = this.#ready.shift();
      if (item === undefined) {
        await this.#changed.promise;
        continue;
      }
      const { batch, tenancy } = item;
      tenancy.ready--;
      this.wake();
      if (tenancy.state !== 'held') continue;
      tenancy.given++;
      tenancy.work++;
      this.#given.push({ position: batch.position, tenancy });
      this.#holders.set(batch.position, tenancy);
      return batch;
    }
    return undefined;
  }

  /** Of which part's tenancy a batch is that was given. */
  holder(position: number): Tenancy | undefined {
    return this.#holders.get(position);
  }

  /** How far each part has come once everything up to a batch is stored. */
  reachedBy(position: number): Map<Tenancy, number> {
    const reached = new Map<Tenancy, number>();
    for (const { position: each, tenancy } of this.#given.slice(0, this.#end(position))) reached.set(tenancy, each);
    return reached;
  }

  /** Everything up to a batch has been dealt with. */
  done(position: number): void {
    for (const { position: each, tenancy } of this.#given.splice(0, this.#end(position))) {
      tenancy.given--;
      this.#holders.delete(each);
    }
  }

  /** Leaves what waits of a part to its next owner. */
  drop(tenancy: Tenancy): void {
    this.#ready = this.#ready.filter((item) => item.tenancy !== tenancy);
    tenancy.ready = 0;
    this.wake();
  }

  /** Has those who wait look again. */
  wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  #end(position: number): number {
    return this.#given.findIndex((each) => each.position === position) + 1;
  }
}
