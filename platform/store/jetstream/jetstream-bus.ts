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
  type StreamInfo,
} from '@nats-io/jetstream';
import { connect, type NodeConnectionOptions } from '@nats-io/transport-node';
import { toBus } from '../batch-on-bus.ts';
import type { BatchOnBus, Bus, IntakeBatch } from '../ports.ts';
import { reconnectDelay } from './reconnect.ts';

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
/** JetStream's error for a message that is not there. */
const NO_MESSAGE = 10037;
/**
 * Shares of the stream's bytes: from the first on, what is stored is purged while every replica keeps up; from the second
 * on, space counts for more than a replica that is away.
 */
const PURGE_SHARE = 0.25;
const FULL_SHARE = 0.5;
/** How often the stream is asked how large it is. */
const LOOK_EVERY_MS = 10_000;
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
 * The `Bus` on a NATS JetStream: a replicated, file-backed stream, and a stream of one message that holds the checkpoint. A
 * publish that is tried again carries the same message id, so a lost answer does not double a batch.
 *
 * What is stored is purged seldom, and while every replica keeps up ({@link mayPurge}): on NATS 2.9, servers that are killed
 * and started in turn while their stream is purged again and again come back without messages that were acknowledged, and
 * lead (`test/fault/bus-kill.ts`).
 */
export class JetStreamBus implements Bus {
  readonly id: string;
  readonly #options: JetStreamOptions;
  readonly #connection: Awaited<ReturnType<typeof connect>>;
  readonly #client: JetStreamClient;
  readonly #manager: JetStreamManager;
  #first: number;
  #last: number;
  #nextLookMs = 0;
  #closed = false;

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
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await JetStreamBus.#tryToOpen(options);
      } catch (cause) {
        if (performance.now() < until) {
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
      reconnectDelayHandler: reconnectDelay(),
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
      await manager.streams.add({
        name: checkpointStream(options),
        subjects: [checkpointSubject(options)],
        storage: StorageType.File,
        retention: RetentionPolicy.Limits,
        max_msgs: 1,
        num_replicas: options.replicas,
      });
      const done = await checkpointIn(manager, options);
      return new JetStreamBus(options, connection, manager, Math.max(1, state.first_seq, done + 1), state.last_seq);
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  async publish(batch: Omit<IntakeBatch, 'position'>): Promise<number> {
    if (this.#closed)
      throw new HaechiError('spool_closed', {
        what: 'the bus is closed: its process is stopping',
        remedy: 'send the batch again in a moment',
      });
    const payload = toBus(batch);
    const limit = Math.min(
      this.#options.limits?.maxBatchBytes ?? SPOOL_LIMITS.maxBatchBytes,
      this.#connection.info?.max_payload ?? Number.POSITIVE_INFINITY,
    );
    if (payload.byteLength > limit) {
      throw new HaechiError('batch_too_large', {
        what: `the batch has more than ${limit} bytes`,
        remedy: 'send smaller batches',
      });
    }
    const msgID = randomUUID();
    const send = () =>
      this.#patiently(() =>
        this.#client.publish(`${this.#options.stream}.intake`, payload, { msgID, timeout: TRY_MS }),
      );
    const { seq } = await send().catch(async (error: unknown) => {
      if (!(error instanceof HaechiError) || error.code !== 'spool_full') throw error;
      await this.#freeSpace(() => true);
      return send();
    });
    this.#last = Math.max(this.#last, seq);
    return seq;
  }

  async *consume(signal: AbortSignal): AsyncGenerator<BatchOnBus> {
    let next = this.#first;
    while (!signal.aborted && !this.#connection.isClosed()) {
      try {
        for await (const message of this.#messagesFrom(next, signal)) {
          if (message.seq < next) continue;
          if (message.seq > next && (await this.#stillHolds(next))) break;
          next = message.seq + 1;
          yield { position: message.seq, payload: message.data };
        }
      } catch (error) {
        // Without a leader there is no consumer to be had; anything else would come again as well.
        if (this.#connection.isClosed() && !signal.aborted) throw error;
      }
      if (!signal.aborted) await sleep(PAUSE_MS);
    }
  }

  /**
   * Whether the stream has the batch at a position. A consumer that its library makes anew after its server was lost
   * goes on behind what it had received, given on or not: positions that are passed over are asked for again.
   */
  async #stillHolds(position: number): Promise<boolean> {
    const held = await this.#patiently(() =>
      this.#manager.streams.getMessage(this.#options.stream, { seq: position }).catch((error: unknown) => {
        if (error instanceof JetStreamApiError && error.code === NO_MESSAGE) return null;
        throw error;
      }),
    );
    return held !== null;
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
    await this.#patiently(() =>
      this.#client.publish(checkpointSubject(this.#options), String(position), { timeout: TRY_MS }),
    );
    this.#first = position + 1;
    this.#last = Math.max(this.#last, position);
    if (performance.now() < this.#nextLookMs) return;
    this.#nextLookMs = performance.now() + LOOK_EVERY_MS;
    await this.#freeSpace(mayPurge);
  }

  /** Deletes what is stored, where the stream is such that it may be. What fails is left for the next time. */
  async #freeSpace(may: (info: Shape) => boolean): Promise<void> {
    try {
      const info = await this.#manager.streams.info(this.#options.stream);
      if (!may(info) || info.state.first_seq >= this.#first) return;
      await this.#manager.streams.purge(this.#options.stream, { seq: this.#first });
    } catch {
      // A cluster without a leader: it costs space, and nothing else.
    }
  }

  /**
   * Tries a request that may be sent twice until it is answered.
   *
   * @throws HaechiError `spool_full`, or `bus_unreachable` when patience is at its end
   */
  async #patiently<T>(ask: () => Promise<T>): Promise<T> {
    const until = performance.now() + PATIENCE_MS;
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
        if (performance.now() >= until || this.#connection.isClosed()) {
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
    this.#closed = true;
    // Lets what is under way go out: a connection that is closed over it fails in its own time, where nobody listens.
    await Promise.race([this.#connection.drain().catch(() => undefined), sleep(TRY_MS, undefined, { ref: false })]);
    await this.#connection.close();
  }
}

type Shape = Pick<StreamInfo, 'cluster' | 'state' | 'config'>;

/** Whether it is time to purge, and every replica keeps up, so that none finds the stream purged beyond what it has. */
export function mayPurge({ cluster, state, config }: Shape): boolean {
  if (state.bytes < config.max_bytes * PURGE_SHARE) return false;
  if (state.bytes > config.max_bytes * FULL_SHARE) return true;
  return (cluster?.replicas ?? []).every(({ current, offline }) => current && offline !== true);
}

function checkpointStream({ stream }: JetStreamOptions): string {
  return `${stream}-checkpoint`;
}

function checkpointSubject({ stream }: JetStreamOptions): string {
  return `${stream}.checkpoint`;
}

/** The last checkpoint; 0 where there is none. One that was lost with its server costs a replay. */
async function checkpointIn(manager: JetStreamManager, options: JetStreamOptions): Promise<number> {
  const { state } = await manager.streams.info(checkpointStream(options));
  if (state.messages === 0) return 0;
  const message = await manager.streams.getMessage(checkpointStream(options), { seq: state.last_seq });
  const position = Number(message?.string() ?? 0);
  return Number.isSafeInteger(position) && position >= 0 ? position : 0;
}

/** A consumer lives on one server of the cluster and goes with it. */
async function stopWhenSilent(messages: ConsumerMessages): Promise<void> {
  for await (const notice of messages.status())
    if (notice.type === 'heartbeats_missed' && notice.count >= SILENT_HEARTBEATS) messages.stop();
}
