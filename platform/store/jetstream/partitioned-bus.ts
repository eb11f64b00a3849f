import { PARTITIONS, partitionOf } from '../partitions/partition-of.ts';
import type { PartitionWatcher } from '../partitions/ports.ts';
import type { BatchOnBus, Bus, IntakeBatch } from '../ports.ts';
import type { Words } from '../words.ts';
import { checkpointIn } from './checkpoint.ts';
import { HandOut } from './hand-out.ts';
import { NatsWords } from './nats-words.ts';
import { Parts, type PartsDeps } from './parts.ts';
import { IntakeStream, type JetStreamOptions } from './stream.ts';
import { partSubject } from './subjects.ts';
import { Turns } from './turns.ts';

/**
 * The `Bus` of several processes on a NATS JetStream. Its stream is cut into parts by tenant, and each part is worked on by
 * one process at a time, which has leased it in the state. Parts move when a worker comes, leaves or dies; what is written
 * by one that lost its lease is refused. A process that does not consume only publishes and looks.
 */
export class PartitionedBus implements Bus {
  readonly id: string;
  /** Words to the other processes of the bus. */
  readonly words: Words;
  readonly #stream: IntakeStream;
  readonly #parts: Parts;
  readonly #hand: HandOut;
  readonly #resumeFrom: number;
  readonly #turns: Turns;
  #isConsumed = false;
  /** By part: published by this process since it looked last. */
  readonly #published = new Uint32Array(PARTITIONS);

  private constructor(stream: IntakeStream, parts: Parts, hand: HandOut, onFault: PartsDeps['onFault'], first: number) {
    this.id = `js-${stream.name}`;
    this.words = new NatsWords(stream.link, stream.name);
    this.#stream = stream;
    this.#parts = parts;
    this.#hand = hand;
    this.#resumeFrom = first;
    this.#turns = new Turns(
      async () => {
        await (this.#isConsumed ? parts.turn() : parts.look());
        this.#published.fill(0);
      },
      () => (this.#isConsumed ? parts.times.turnMs : parts.times.lookMs),
      onFault,
    );
  }

  /**
   * Connects, creates what is missing and begins to look.
   *
   * @throws HaechiError `bus_unreachable`
   */
  static open(options: JetStreamOptions, deps: PartsDeps): Promise<PartitionedBus> {
    return IntakeStream.open(options, async (stream, state) => {
      // Where a process that reads all parts left off; what is known of the parts already stays.
      const before = Math.min(await checkpointIn(stream.manager, options), state.last_seq);
      await deps.leases.prepare(stream.name, PARTITIONS, before);
      const leases = await deps.leases.all(stream.name);
      let first = state.last_seq + 1;
      for (const { partition, position } of leases)
        first = Math.min(first, (await stream.next(partSubject(stream.name, partition), position + 1)) ?? first);
      const hand = new HandOut();
      void stream.link.closed().then(() => hand.wake());
      return new PartitionedBus(stream, new Parts(stream, deps, hand, leases), hand, deps.onFault, first);
    });
  }

  /** Has somebody told of the parts that come and go; before `consume`. */
  watch(watcher: PartitionWatcher): void {
    this.#parts.watcher = watcher;
  }

  async publish(batch: Omit<IntakeBatch, 'position'>): Promise<number> {
    const position = await this.#stream.publish(batch, async () => {
      if (this.#isConsumed) await this.#parts.bringForward();
      await this.#stream.freeSpace(
        () => this.#parts.firstNeeded(),
        () => true,
      );
    });
    this.#published[partitionOf(batch.tenant)]!++;
    return position;
  }

  async *consume(signal: AbortSignal): AsyncGenerator<BatchOnBus> {
    const wake = (): void => this.#hand.wake();
    signal.addEventListener('abort', wake, { once: true });
    this.#isConsumed = true;
    this.#turns.wake();
    try {
      for (;;) {
        const batch = await this.#hand.next(() => signal.aborted || this.#stream.isClosed);
        if (batch === undefined) break;
        yield batch;
      }
    } finally {
      signal.removeEventListener('abort', wake);
    }
    if (!signal.aborted) throw new Error('the connection to the bus is closed');
  }

  async checkpoint(position: number): Promise<void> {
    await this.#parts.checkpoint(position);
    if (this.#parts.isUnsettled) this.#turns.wake();
  }

  holds(position: number): boolean {
    const tenancy = this.#hand.holder(position);
    return tenancy !== undefined && this.#parts.holds(tenancy);
  }

  isStored(batch: Pick<IntakeBatch, 'tenant' | 'position'>): boolean {
    return this.#parts.isStored(batch);
  }

  depth(): number {
    const published = this.#published.reduce((sum, count, part) => sum + (this.#parts.has(part) ? 0 : count), 0);
    return this.#parts.waiting + this.#parts.waitingElsewhere + published;
  }

  /** Batches to be stored before this process stops: none where others go on with them. */
  backlog(): number {
    return this.#parts.haveOthers ? 0 : this.#parts.waiting;
  }

  get stream(): string {
    return this.#stream.name;
  }

  /** Parts that this process works on. */
  get held(): number {
    return this.#parts.count;
  }

  resumeFrom(): number {
    return this.#resumeFrom;
  }

  /** Says how far parts are stored now; what it returns is to be called when the windows of that are saved. */
  windowsUpToNow(): () => Promise<void> {
    return this.#parts.windowsUpToNow();
  }

  /** Gives all parts back; to be called when nothing of them is under way any more. */
  async leave(): Promise<void> {
    await this.#turns.stop();
    if (this.#isConsumed) await this.#parts.leave();
    this.#isConsumed = false;
  }

  async close(): Promise<void> {
    // Leases that cannot be given back run out.
    await this.leave().catch(() => undefined);
    await this.#stream.close();
  }
}
