import { SPOOL_LIMITS, Spool, type SpoolLimits } from '@haechi/spool';
import { toBus } from './batch-on-bus.ts';
import type { BatchOnBus, Bus, IntakeBatch } from './ports.ts';

/** The in-process `Bus`: batches as JSON in a spool on disk. */
export class SpoolBus implements Bus {
  readonly #spool: Spool;
  /** First position that is new in this run: an earlier one may have stored some of those before. */
  readonly #firstNew: number;

  private constructor(spool: Spool) {
    this.#spool = spool;
    this.#firstNew = spool.resumeFrom() + spool.depth();
  }

  /** Opens (or creates) the spool in `folder`. */
  static async open(folder: string, limits: SpoolLimits = SPOOL_LIMITS): Promise<SpoolBus> {
    return new SpoolBus(await Spool.open(folder, limits));
  }

  get id(): string {
    return this.#spool.id;
  }

  async publish(batch: Omit<IntakeBatch, 'position'>): Promise<number> {
    return this.#spool.append(toBus(batch));
  }

  async *consume(signal: AbortSignal): AsyncGenerator<BatchOnBus> {
    for await (const batch of this.#spool.consume(signal))
      yield batch.position >= this.#firstNew ? batch : { ...batch, redelivered: true };
  }

  async checkpoint(position: number): Promise<void> {
    await this.#spool.checkpoint(position);
  }

  holds(): boolean {
    return true;
  }

  /** Positions count up by one, so at least `depth` batches before the next one are under way, wherever the consumer is. */
  isStored({ position }: Pick<IntakeBatch, 'tenant' | 'position'>): boolean {
    return this.#spool.resumeFrom() - this.#spool.depth() > position;
  }

  depth(): number {
    return this.#spool.depth();
  }

  drained(): boolean {
    return this.#spool.drained();
  }

  resumeFrom(): number {
    return this.#spool.resumeFrom();
  }

  async close(): Promise<void> {
    await this.#spool.close();
  }
}
