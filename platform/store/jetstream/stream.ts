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
  type MsgRequest,
  RetentionPolicy,
  StorageType,
  type StreamInfo,
} from '@nats-io/jetstream';
import { connect, type NodeConnectionOptions } from '@nats-io/transport-node';
import { toBus } from '../batch-on-bus.ts';
import type { IntakeBatch } from '../ports.ts';
import { mayPurge, type Shape } from './may-purge.ts';
import { reconnectDelay } from './reconnect.ts';
import { olderSubject, streamSubjects, subjectOf } from './subjects.ts';

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

/** A connection to the servers of a bus. */
export type NatsLink = Awaited<ReturnType<typeof connect>>;

/** JetStream's error for a stream at `max_bytes` with `discard: new`. */
const STREAM_FULL = 10077;
/** JetStream's error for a message that is not there. */
const NO_MESSAGE = 10037;
/** JetStream's error for a stream that is there with another configuration. */
const STREAM_DIFFERS = 10058;
/** One try of a request. */
const TRY_MS = 3_000;
/**
 * How long a request is tried again. While a cluster elects a leader, a try is refused at once ("no responders") or not
 * answered at all, so it is the time that counts, not the tries.
 */
const PATIENCE_MS = 30_000;
/** Milliseconds between two tries. */
export const PAUSE_MS = 200;
/** How often the server of a consumer says that it is there, and how many such words may be missing. */
const HEARTBEAT_MS = 1_000;
const SILENT_HEARTBEATS = 3;
const EXPIRES_MS = 5_000;

/**
 * The replicated, file-backed stream that intake batches are kept in, with a subject for each part of the tenants. A
 * publish that is tried again carries the same message id, so a lost answer does not double a batch.
 */
export class IntakeStream {
  readonly options: JetStreamOptions;
  readonly link: NatsLink;
  readonly manager: JetStreamManager;
  readonly #client: JetStreamClient;
  #closed = false;

  private constructor(options: JetStreamOptions, link: NatsLink, manager: JetStreamManager) {
    this.options = options;
    this.link = link;
    this.manager = manager;
    this.#client = jetstream(link, { timeout: TRY_MS });
  }

  /**
   * Connects and creates the stream where it is missing; waits for a cluster that has no leader yet.
   *
   * @param prepare what else has to be there, tried again together with the rest
   * @throws HaechiError `bus_unreachable`
   */
  static async open<T>(
    options: JetStreamOptions,
    prepare: (stream: IntakeStream, state: StreamInfo['state']) => Promise<T>,
  ): Promise<T> {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await IntakeStream.#tryToOpen(options, prepare);
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

  static async #tryToOpen<T>(
    options: JetStreamOptions,
    prepare: (stream: IntakeStream, state: StreamInfo['state']) => Promise<T>,
  ): Promise<T> {
    const link = await connect({
      servers: [...options.servers],
      maxReconnectAttempts: -1,
      reconnectDelayHandler: reconnectDelay(),
      timeout: TRY_MS,
      ...options.connection,
    });
    try {
      const manager = await jetstreamManager(link, { timeout: TRY_MS });
      const { state } = await intakeStream(manager, options);
      return await prepare(new IntakeStream(options, link, manager), state);
    } catch (error) {
      await link.close();
      throw error;
    }
  }

  get name(): string {
    return this.options.stream;
  }

  get isClosed(): boolean {
    return this.link.isClosed();
  }

  /** @throws HaechiError `spool_closed`, `batch_too_large`, `spool_full`, `bus_unreachable` */
  async publish(batch: Omit<IntakeBatch, 'position'>, makeRoom: () => Promise<void>): Promise<number> {
    if (this.#closed)
      throw new HaechiError('spool_closed', {
        what: 'the bus is closed: its process is stopping',
        remedy: 'send the batch again in a moment',
      });
    const payload = toBus(batch);
    const limit = Math.min(
      this.options.limits?.maxBatchBytes ?? SPOOL_LIMITS.maxBatchBytes,
      this.link.info?.max_payload ?? Number.POSITIVE_INFINITY,
    );
    if (payload.byteLength > limit) {
      throw new HaechiError('batch_too_large', {
        what: `the batch has more than ${limit} bytes`,
        remedy: 'send smaller batches',
      });
    }
    const msgID = randomUUID();
    const subject = subjectOf(this.name, batch.tenant);
    const send = () => this.patiently(() => this.#client.publish(subject, payload, { msgID, timeout: TRY_MS }));
    const { seq } = await send().catch(async (error: unknown) => {
      if (!(error instanceof HaechiError) || error.code !== 'spool_full') throw error;
      await makeRoom();
      return send();
    });
    return seq;
  }

  /** Writes a message beside the batches, into another stream. */
  async note(subject: string, text: string): Promise<void> {
    await this.patiently(() => this.#client.publish(subject, text, { timeout: TRY_MS }));
  }

  /**
   * Messages from a position on, in order; ends when the consumer's server is silent, so that another is taken. A consumer
   * that its library makes anew goes on behind what it had received, given on or not: whoever reads looks for gaps.
   *
   * @param ahead messages that are fetched before they are asked for
   * @param subject only these
   */
  async *messagesFrom(position: number, signal: AbortSignal, ahead: number, subject?: string): AsyncGenerator<JsMsg> {
    const consumer = await this.#client.consumers.get(this.name, {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: position,
      ...(subject === undefined ? {} : { filter_subjects: subject }),
    });
    const messages = await consumer.consume({ max_messages: ahead, idle_heartbeat: HEARTBEAT_MS, expires: EXPIRES_MS });
    const stop = (): void => messages.stop();
    signal.addEventListener('abort', stop, { once: true });
    void stopWhenSilent(messages);
    try {
      if (!signal.aborted) yield* messages;
    } finally {
      signal.removeEventListener('abort', stop);
      await messages.close();
    }
  }

  /** Whether the stream has a batch at a position. */
  async holds(position: number): Promise<boolean> {
    return (await this.#find({ seq: position })) !== undefined;
  }

  /** Position of the first message of a subject from a position on. */
  next(subject: string, position: number): Promise<number | undefined> {
    // NATS 2.9 and later know this form; the library's type lists it for direct requests only.
    return this.#find({ seq: position, next_by_subj: subject } as unknown as MsgRequest);
  }

  /** Position of the last message that was published before there were parts. */
  lastOlder(): Promise<number | undefined> {
    return this.#find({ last_by_subj: olderSubject(this.name) });
  }

  async #find(request: MsgRequest): Promise<number | undefined> {
    const message = await this.patiently(() =>
      this.manager.streams.getMessage(this.name, request).catch((error: unknown) => {
        if (error instanceof JetStreamApiError && error.code === NO_MESSAGE) return null;
        throw error;
      }),
    );
    return message?.seq;
  }

  /** The last position that is given. */
  async last(): Promise<number> {
    const { state } = await this.patiently(() => this.manager.streams.info(this.name));
    return state.last_seq;
  }

  /** Deletes what lies before a position, where the stream is such that it may be. What fails is left for the next time. */
  async freeSpace(first: () => number | Promise<number>, may: (info: Shape) => boolean = mayPurge): Promise<void> {
    try {
      const info = await this.manager.streams.info(this.name);
      if (!may(info)) return;
      const seq = await first();
      if (info.state.first_seq >= seq) return;
      await this.manager.streams.purge(this.name, { seq });
    } catch {
      // A cluster without a leader: it costs space, and nothing else.
    }
  }

  /**
   * Tries a request that may be sent twice until it is answered.
   *
   * @throws HaechiError `spool_full`, or `bus_unreachable` when patience is at its end
   */
  async patiently<T>(ask: () => Promise<T>): Promise<T> {
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
        if (performance.now() >= until || this.isClosed) {
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

  async close(): Promise<void> {
    this.#closed = true;
    // Lets what is under way go out: a connection that is closed over it fails in its own time, where nobody listens.
    await Promise.race([this.link.drain().catch(() => undefined), sleep(TRY_MS, undefined, { ref: false })]);
    await this.link.close();
  }
}

/** Makes the stream, or gives one of an earlier version the subjects of the parts. */
async function intakeStream(manager: JetStreamManager, options: JetStreamOptions): Promise<StreamInfo> {
  const { stream, replicas, limits = SPOOL_LIMITS } = options;
  const subjects = streamSubjects(stream);
  try {
    return await manager.streams.add({
      name: stream,
      subjects,
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      discard: DiscardPolicy.New,
      num_replicas: replicas,
      max_bytes: limits.maxPendingBytes,
    });
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== STREAM_DIFFERS) throw error;
    const { config } = await manager.streams.info(stream);
    if (subjects.every((subject) => config.subjects.includes(subject))) throw error;
    return manager.streams.update(stream, { subjects });
  }
}

/** A consumer lives on one server of the cluster and goes with it. */
async function stopWhenSilent(messages: ConsumerMessages): Promise<void> {
  for await (const notice of messages.status())
    if (notice.type === 'heartbeats_missed' && notice.count >= SILENT_HEARTBEATS) messages.stop();
}
