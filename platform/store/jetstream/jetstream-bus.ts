import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { HaechiError } from '@haechi/event';
import { SPOOL_LIMITS, type SpoolLimits } from '@haechi/spool';
import {
  type ConsumerMessages,
  DeliverPolicy,
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { connect, type NodeConnectionOptions } from '@nats-io/transport-node';
import type { Bus, IntakeBatch } from '../ports.ts';

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
/** One try of a request. */
const TRY_MS = 3_000;
/**
 * How long a request is tried again. While a cluster elects a leader, a try is refused at once ("no responders") or not
 * answered at all, so it is the time that counts, not the tries.
 */
const PATIENCE_MS = 30_000;
const PAUSE_MS = 200;
/** How often the server of a consumer says that it is there, and how many such words may be missing. */
const HEARTBEAT_MS = 1_000;
const SILENT_HEARTBEATS = 3;
const EXPIRES_MS = 5_000;

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
    this.#client = jetstream(connection, { timeout: TRY_MS });
    this.#manager = manager;
    this.#first = first;
    this.#last = last;
  }

  /**
   * Connects and creates the stream where it is missing; waits for a cluster that has no leader yet.
   *
   * @throws HaechiError `bus_unreachable`
   */
  static async open(options: JetStreamOptions): Promise<JetStreamBus> {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await JetStreamBus.#tryToOpen(options);
      } catch (cause) {
        if (Date.now() < until) {
          await sleep(PAUSE_MS);
          continue;
        }
        throw new HaechiError('bus_unreachable', {
          what: 'NATS JetStream does not answer or refuses the stream',
          where: options.servers.join(', '),
          remedy: 'check that the servers run with JetStream enabled and that the address is right',
          cause,
        });
      }
    }
  }

  static async #tryToOpen(options: JetStreamOptions): Promise<JetStreamBus> {
    const connection = await connect({
      servers: [...options.servers],
      maxReconnectAttempts: -1,
      timeout: TRY_MS,
      ...options.connection,
    });
    try {
      const manager = await jetstreamManager(connection, { timeout: TRY_MS });
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
    } catch (error) {
      await connection.close();
      throw error;
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
    const { seq } = await this.#patiently(() =>
      this.#client.publish(`${this.#options.stream}.intake`, payload, { msgID, timeout: TRY_MS }),
    );
    this.#last = Math.max(this.#last, seq);
    return seq;
  }

  async *consume(signal: AbortSignal): AsyncGenerator<IntakeBatch> {
    let next = this.#first;
    while (!signal.aborted && !this.#connection.isClosed()) {
      try {
        for await (const message of this.#messagesFrom(next, signal)) {
          if (message.seq < next) continue;
          if (message.seq > next && (await this.#stillHolds(next))) break;
          next = message.seq + 1;
          yield { ...message.json<Omit<IntakeBatch, 'position'>>(), position: message.seq };
        }
      } catch (error) {
        // Without a leader there is no consumer to be had; anything else would come again as well.
        if (this.#connection.isClosed()) throw error;
      }
      if (!signal.aborted) await sleep(PAUSE_MS);
    }
  }

  /**
   * Whether the stream has the batch at a position. A consumer that its library makes anew after its server was lost
   * goes on behind what it had received, given on or not: positions that are passed over are asked for again.
   */
  async #stillHolds(position: number): Promise<boolean> {
    const { state } = await this.#patiently(() => this.#manager.streams.info(this.#options.stream));
    return state.first_seq <= position;
  }

  /** Messages from a position on, in order; ends when the consumer's server is silent, so that another is taken. */
  async *#messagesFrom(position: number, signal: AbortSignal): AsyncGenerator<JsMsg> {
    const consumer = await this.#client.consumers.get(this.#options.stream, {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: position,
    });
    const messages = await consumer.consume({ max_messages: 256, idle_heartbeat: HEARTBEAT_MS, expires: EXPIRES_MS });
    const stop = (): void => messages.stop();
    signal.addEventListener('abort', stop, { once: true });
    void stopWhenSilent(messages);
    try {
      yield* messages;
    } finally {
      signal.removeEventListener('abort', stop);
      await messages.close();
    }
  }

  async checkpoint(position: number): Promise<void> {
    if (position < this.#first) return;
    await this.#patiently(() => this.#manager.streams.purge(this.#options.stream, { seq: position + 1 }));
    this.#first = position + 1;
    this.#last = Math.max(this.#last, position);
  }

  /**
   * Tries a request that may be sent twice until it is answered.
   *
   * @throws HaechiError `spool_full`, or `bus_unreachable` when patience is at its end
   */
  async #patiently<T>(ask: () => Promise<T>): Promise<T> {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await ask();
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
        await sleep(PAUSE_MS);
      }
    }
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

/** A consumer lives on one server of the cluster and goes with it. */
async function stopWhenSilent(messages: ConsumerMessages): Promise<void> {
  for await (const notice of messages.status())
    if (notice.type === 'heartbeats_missed' && notice.count >= SILENT_HEARTBEATS) messages.stop();
}
