import { setTimeout as sleep } from 'node:timers/promises';
import { type JetStreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import type { BatchOnBus, Bus, IntakeBatch } from '../ports.ts';
import { checkpointIn, checkpointStream, checkpointSubject } from './checkpoint.ts';
import { IntakeStream, type JetStreamOptions, PAUSE_MS } from './stream.ts';

/** How often the stream is asked how large it is. */
const LOOK_EVERY_MS = 10_000;
/** Messages fetched before they are asked for. */
const AHEAD = 256;

/**
 * The `Bus` of one process on a NATS JetStream: all parts of the stream, and a stream of one message that holds the
 * checkpoint.
 *
 * What is stored is purged seldom, and while every replica keeps up (`mayPurge`): on NATS 2.9, servers that are killed
 * and started in turn while their stream is purged again and again come back without messages that were acknowledged, and
 * lead (`test/fault/bus-kill.ts`).
 */
export class JetStreamBus implements Bus {
  readonly id: string;
  readonly #stream: IntakeStream;
  /** Last position at the start: up to it, an earlier run may have stored some. */
  readonly #lastBefore: number;
  #first: number;
  #last: number;
  #nextLookMs = 0;

  private constructor(stream: IntakeStream, first: number, last: number) {
    this.id = `js-${stream.name}`;
    this.#stream = stream;
    this.#first = first;
    this.#last = last;
    this.#lastBefore = last;
  }

  /**
   * Connects and creates the stream where it is missing; waits for a cluster that has no leader yet.
   *
   * @throws HaechiError `bus_unreachable`
   */
  static open(options: JetStreamOptions): Promise<JetStreamBus> {
    return IntakeStream.open(options, async (stream, state) => {
      await ensureCheckpoint(stream.manager, options);
      const done = await checkpointIn(stream.manager, options);
      return new JetStreamBus(stream, Math.max(1, state.first_seq, done + 1), state.last_seq);
    });
  }

  async publish(batch: Omit<IntakeBatch, 'position'>): Promise<number> {
    const seq = await this.#stream.publish(batch, () =>
      this.#stream.freeSpace(
        () => this.#first,
        () => true,
      ),
    );
    this.#last = Math.max(this.#last, seq);
    return seq;
  }

  async *consume(signal: AbortSignal): AsyncGenerator<BatchOnBus> {
    let next = this.#first;
    while (!signal.aborted && !this.#stream.isClosed) {
      try {
        for await (const message of this.#stream.messagesFrom(next, signal, AHEAD)) {
          if (message.seq < next) continue;
          if (message.seq > next && (await this.#stream.holds(next))) break;
          next = message.seq + 1;
          const batch = { position: message.seq, payload: message.data };
          yield message.seq > this.#lastBefore ? batch : { ...batch, redelivered: true };
        }
      } catch (error) {
        // Without a leader there is no consumer to be had; anything else would come again as well.
        if (this.#stream.isClosed && !signal.aborted) throw error;
      }
      if (!signal.aborted) await sleep(PAUSE_MS);
    }
  }

  async checkpoint(position: number): Promise<void> {
    if (position < this.#first) return;
    await this.#stream.note(checkpointSubject(this.#stream.options), String(position));
    this.#first = position + 1;
    this.#last = Math.max(this.#last, position);
    if (performance.now() < this.#nextLookMs) return;
    this.#nextLookMs = performance.now() + LOOK_EVERY_MS;
    await this.#stream.freeSpace(() => this.#first);
  }

  holds(): boolean {
    return true;
  }

  isStored({ position }: Pick<IntakeBatch, 'tenant' | 'position'>): boolean {
    return position < this.#first;
  }

  depth(): number {
    return Math.max(0, this.#last - this.#first + 1);
  }

  resumeFrom(): number {
    return this.#first;
  }

  close(): Promise<void> {
    return this.#stream.close();
  }
}

async function ensureCheckpoint(manager: JetStreamManager, options: JetStreamOptions): Promise<void> {
  await manager.streams.add({
    name: checkpointStream(options),
    subjects: [checkpointSubject(options)],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    max_msgs: 1,
    num_replicas: options.replicas,
  });
}
