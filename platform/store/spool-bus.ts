import { SPOOL_LIMITS, Spool, type SpoolLimits } from '@haechi/spool';
import type { Bus, IntakeBatch } from './ports.ts';

/** The in-process `Bus`: batches as JSON in a spool on disk. */
export class SpoolBus implements Bus {
  readonly #spool: Spool;

  private constructor(spool: Spool) {
    this.#spool = spool;
  }

  /** Opens (or creates) the spool in `folder`. */
  static async open(folder: string, limits: SpoolLimits = SPOOL_LIMITS): Promise<SpoolBus> {
    return new SpoolBus(await Spool.open(folder, limits));
  }

  get id(): string {
    return this.#spool.id;
  }

  async publish(batch: Omit<IntakeBatch, 'position'>): Promise<number> {
    return this.#spool.append(Buffer.from(JSON.stringify(batch)));
  }

  async *consume(signal: AbortSignal): AsyncGenerator<IntakeBatch> {
    for await (const { position, payload } of this.#spool.consume(signal))
      yield { ...(JSON.parse(payload.toString('utf8')) as Omit<IntakeBatch, 'position'>), position };
  }

  async checkpoint(position: number): Promise<void> {
    await this.#spool.checkpoint(position);
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
