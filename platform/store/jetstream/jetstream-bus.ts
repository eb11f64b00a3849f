import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { HaechiError } from '@haechi/event';
import {
  DeliverPolicy,
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { connect, type NodeConnectionOptions } from '@nats-io/transport-node';
import type { Bus, IntakeBatch } from '../ports.ts';
import { SPOOL_LIMITS, type SpoolLimits } from '../spool/limits.ts';

/** Where the stream is kept. */
export interface JetStreamOptions {
  /** Servers of the cluster, `host:port`. */
  readonly servers: readonly string[];
  readonly stream: string;
  /** Copies of each batch: 3 in a cluster, 1 on a single server. */
  readonly replicas: number;
  readonly limits?: Pick<SpoolLimits, 'maxPendingBytes' | 'maxBatchBytes'>;
  readonly connection?: NodeConnectionOptions;
}

/** JetStream's error for a stream at `max_bytes` with `discard: new`. */
const STREAM_FULL = 10077;
/** One try of a publish. */
const PUBLISH_TIMEOUT_MS = 3_000;
/**
 * How long a publish is tried again. While a cluster elects a leader, a try is refused at once ("no responders"), so it
 * is the time that counts, not the tries.
 */
const PUBLISH_PATIENCE_MS = 30_000;
const PUBLISH_PAUSE_MS = 200;

/**
 * The `Bus` on a NATS JetStream: a replicated, file-backed stream. Its first sequence is the checkpoint: what is stored
 * is purged, what remains is given again. A publish that is tried again carries the same message id, so a lost answer
 * does not double a batch.
 */
export class JetStreamBus implements Bus {
  readonly id: string;
  readonly #options: JetStreamOptions;
  readonly #connection: Awaited<ReturnType<typeof connect>>;
  readonly #client: JetStreamClient;
  readonly #manager: JetStreamManager;
  #first: number;
  #last: number;

  private constructor(
    options: JetStreamOptions,
    connection: Awaited<ReturnType<typeof connect>>,
    manager: JetStreamManager,
    first: number,
    last: number,
  ) {
    this.id = `js-${options.stream}`;
    this.#options = options;
    this.#connection = connection;
    this.#client = jetstream(connection, { timeout: PUBLISH_TIMEOUT_MS });
    this.#manager = manager;
    this.#first = first;
    this.#last = last;
  }

  /** Connects and creates the stream where it is missing. @throws HaechiError `bus_unreachable` */
  static async open(options: JetStreamOptions): Promise<JetStreamBus> {
    try {
      const connection = await connect({
        servers: [...options.servers],
        maxReconnectAttempts: -1,
        ...options.connection,
      });
      const manager = await jetstreamManager(connection, { timeout: 10_000 });
      const limits = options.limits ?? SPOOL_LIMITS;
      const { state } = await manager.streams.add({
        name: options.stream,
        subjects: [`${options.stream}.intake`],
        storage: StorageType.File,
        retention: RetentionPolicy.Limits,
        discard: DiscardPolicy.New,
        num_replicas: options.replicas,
        max_bytes: limits.maxPendingBytes,
      });
      return new JetStreamBus(options, connection, manager, Math.max(1, state.first_seq), state.last_seq);
    } catch (cause) {
      throw new HaechiError('bus_unreachable', {
        what: 'NATS JetStream does not answer or refuses the stream',
        where: options.servers.join(', '),
        remedy: 'check that the servers run with JetStream enabled and that the address is right',
        cause,
      });
    }
  }

  async publish(batch: Omit<IntakeBatch, 'position'>): Promise<number> {
    const payload = JSON.stringify(batch);
    const limit = Math.min(
      this.#options.limits?.maxBatchBytes ?? SPOOL_LIMITS.maxBatchBytes,
      this.#connection.info?.max_payload ?? Number.POSITIVE_INFINITY,
    );
    if (Buffer.byteLength(payload) > limit) {
      throw new HaechiError('batch_too_large', {
        what: `the batch has more than ${limit} bytes`,
        remedy: 'send smaller batches',
      });
    }
    const msgID = randomUUID();
    const until = Date.now() + PUBLISH_PATIENCE_MS;
    for (;;) {
      try {
        const { seq } = await this.#client.publish(`${this.#options.stream}.intake`, payload, {
          msgID,
          timeout: PUBLISH_TIMEOUT_MS,
        });
        this.#last = Math.max(this.#last, seq);
        return seq;
      } catch (cause) {
        if (cause instanceof JetStreamApiError && cause.code === STREAM_FULL) {
          throw new HaechiError('spool_full', {
            what: 'the intake stream is full',
            remedy: 'slow down and send again later; let the store catch up',
            cause,
          });
        }
        if (Date.now() >= until || this.#connection.isClosed()) {
          throw new HaechiError('bus_unreachable', {
            what: 'NATS JetStream does not acknowledge',
            remedy: 'send the batch again in a moment',
            cause,
          });
        }
        await sleep(PUBLISH_PAUSE_MS);
      }
    }
  }

  async *consume(signal: AbortSignal): AsyncGenerator<IntakeBatch> {
    const consumer = await this.#client.consumers.get(this.#options.stream, {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: this.#first,
    });
    const messages = await consumer.consume({ max_messages: 256 });
    const stop = (): void => messages.stop();
    signal.addEventListener('abort', stop, { once: true });
    try {
      for await (const message of messages)
        yield { ...message.json<Omit<IntakeBatch, 'position'>>(), position: message.seq };
    } finally {
      signal.removeEventListener('abort', stop);
      await messages.close();
    }
  }

  async checkpoint(position: number): Promise<void> {
    if (position < this.#first) return;
    await this.#manager.streams.purge(this.#options.stream, { seq: position + 1 });
    this.#first = position + 1;
    this.#last = Math.max(this.#last, position);
  }

  depth(): number {
    return Math.max(0, this.#last - this.#first + 1);
  }

  resumeFrom(): number {
    return this.#first;
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
}
