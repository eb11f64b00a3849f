import { setTimeout as sleep } from 'node:timers/promises';
import { LEASE_TIMES, type LeaseTimes } from '../partitions/limits.ts';
import { LEGACY_PARTITION, partitionOf } from '../partitions/partition-of.ts';
import type { Lease, PartitionLeases, PartitionWatcher } from '../partitions/ports.ts';
import { nextMove, partsToLeave } from '../partitions/share.ts';
import type { IntakeBatch } from '../ports.ts';
import type { HandOut } from './hand-out.ts';
import { readPart } from './read-part.ts';
import type { IntakeStream } from './stream.ts';
import { partSubject } from './subjects.ts';
import { type Clocks, clocks, Tenancy } from './tenancy.ts';

/** Milliseconds that leaving waits for a move that is under way: the bus may be away. */
const LEAVE_MS = 5_000;

/** What the parts of a bus are worked on with. */
export interface PartsDeps {
  readonly leases: PartitionLeases;
  /**
   * Names this process among the workers: one name, one living process. The same after a restart: what it held when it
   * was killed is its own again at once.
   */
  readonly worker: string;
  /** Whether it stores events where no other process can look for them. */
  readonly embeddedEvents: boolean;
  /** Told of what failed and is tried again. */
  readonly onFault: (error: unknown) => void;
  readonly times?: LeaseTimes;
}

/** The parts of a bus: which of them this process works on, and how far all of them are. */
export class Parts {
  readonly #stream: IntakeStream;
  readonly #deps: PartsDeps;
  readonly #hand: HandOut;
  readonly times: LeaseTimes;
  readonly #held = new Map<number, Tenancy>();
  #leases: readonly Lease[];
  #workers: readonly string[] = [];
  #isOlderDone = false;
  #nextTidyMs = 0;
  #moving: Promise<void> | undefined;
  #isLeaving = false;
  /** What is noted is noted one after the other: a later position is never overwritten by an earlier one. */
  #noting: Promise<unknown> = Promise.resolve();
  watcher: PartitionWatcher | undefined;

  constructor(stream: IntakeStream, deps: PartsDeps, hand: HandOut, leases: readonly Lease[]) {
    this.#stream = stream;
    this.#deps = deps;
    this.#hand = hand;
    this.times = deps.times ?? LEASE_TIMES;
    this.#leases = leases;
  }

  /** Whether another worker lives that would go on with what this one leaves. */
  get haveOthers(): boolean {
    return this.#workers.some((worker) => worker !== this.#deps.worker);
  }

  /** Parts that are worked on here. */
  get count(): number {
    let count = 0;
    for (const { state } of this.#held.values()) if (state === 'held') count++;
    return count;
  }

  /** Batches of its own parts that wait. */
  get waiting(): number {
    let waiting = 0;
    for (const tenancy of this.#held.values()) waiting += tenancy.waiting;
    return waiting;
  }

  /** Batches of other processes' parts that waited when they said so last. */
  get waitingElsewhere(): number {
    let waiting = 0;
    for (const lease of this.#leases) if (!this.#held.has(lease.partition)) waiting += lease.waiting;
    return waiting;
  }

  /** Whether this process works on a part. */
  has(partition: number): boolean {
    return this.#held.get(partition)?.state === 'held';
  }

  /** Whether a batch that was given may still be stored. Once it may not, its part is lost for good. */
  holds(tenancy: Tenancy): boolean {
    if (!tenancy.isSafe(clocks(), this.times.marginMs)) this.lose(tenancy);
    return tenancy.state !== 'lost';
  }

  isStored({ tenant, position }: Pick<IntakeBatch, 'tenant' | 'position'>): boolean {
    const partition = partitionOf(tenant);
    return (this.#held.get(partition)?.floor ?? this.#leases[partition]?.position ?? 0) >= position;
  }

  /** Reads how far all parts are. */
  async look(): Promise<void> {
    this.#leases = await this.#deps.leases.all(this.#stream.name);
  }

  /**
   * Lengthens what is held; then takes up what is free and gives back what is too much, which may have to wait for the bus
   * and holds up no leases.
   */
  async turn(): Promise<void> {
    const started = clocks();
    const { leases, worker, embeddedEvents } = this.#deps;
    const own = [...this.#held.values()].filter(({ state }) => state !== 'lost');
    const known = await leases.renew(this.#stream.name, { worker, embeddedEvents }, this.times.leaseMs, own);
    this.#leases = known.leases;
    this.#workers = known.workers;
    for (const tenancy of own) {
      const row = known.leases[tenancy.partition];
      if (row?.owner === worker && row.epoch === tenancy.epoch) tenancy.lasts(started, this.times.leaseMs);
      else this.lose(tenancy);
    }
    this.#moving ??= this.#moveOn()
      .catch(this.#deps.onFault)
      .finally(() => {
        this.#moving = undefined;
      });
  }

  async #moveOn(): Promise<void> {
    await this.#settle();
    await this.#move();
    if (performance.now() < this.#nextTidyMs) return;
    this.#nextTidyMs = performance.now() + this.times.tidyMs;
    await this.bringForward();
    await this.#stream.freeSpace(() => this.firstNeeded());
  }

  /** The first position that somebody needs. */
  async firstNeeded(): Promise<number> {
    await this.look();
    return Math.min(...this.#leases.map(({ position }) => position)) + 1;
  }

  /** Notes that everything up to a batch that was given is stored. Parts that were lost meanwhile are left as they are. */
  async checkpoint(position: number): Promise<void> {
    const reached = [...this.#hand.reachedBy(position)].map(([tenancy, at]) => ({ tenancy, position: at }));
    const noted = await this.#note(() => reached.filter(({ tenancy }) => tenancy.state !== 'lost'));
    this.#hand.done(position);
    for (const { tenancy } of reached) if (!noted.has(tenancy)) this.lose(tenancy);
  }

  /**
   * Says how far parts are stored now.
   *
   * @returns to be called when the windows of all that is saved, too
   */
  windowsUpToNow(): () => Promise<void> {
    const reached = [...this.#held.values()].flatMap((tenancy) =>
      tenancy.state !== 'lost' && tenancy.floor > tenancy.windows ? [{ tenancy, windows: tenancy.floor }] : [],
    );
    return async () => {
      const saved = reached.filter(({ tenancy }) => tenancy.state !== 'lost');
      if (saved.length === 0) return;
      const rows = saved.map(({ tenancy: { partition, epoch }, windows }) => ({ partition, epoch, windows }));
      await this.#deps.leases.markWindows(this.#stream.name, this.#deps.worker, rows);
      for (const { tenancy, windows } of saved) tenancy.windows = windows;
    };
  }

  /** Whether there are parts that wait only for being settled, which a turn does. */
  get isUnsettled(): boolean {
    for (const { state, given } of this.#held.values()) if (state !== 'held' && given === 0) return true;
    return false;
  }

  lose(tenancy: Tenancy): void {
    tenancy.end('lost');
    this.#hand.drop(tenancy);
  }

  /** Gives everything back at once. What was given and not stored is given again to who takes it. */
  async leave(): Promise<void> {
    this.#isLeaving = true;
    await Promise.race([this.#moving, sleep(LEAVE_MS, undefined, { ref: false })]);
    for (const tenancy of this.#held.values()) {
      tenancy.end(tenancy.given === 0 ? 'leaving' : 'lost');
      this.#hand.drop(tenancy);
    }
    await this.#settle();
    await this.#deps.leases.leave(this.#stream.name, this.#deps.worker);
  }

  /** Ends what is no longer worked on, once nothing of it is under way. */
  async #settle(): Promise<void> {
    for (const tenancy of [...this.#held.values()]) {
      if (tenancy.state === 'held' || tenancy.given > 0) continue;
      if (tenancy.state === 'leaving') {
        await this.watcher?.leaving(tenancy.partition);
        await this.#deps.leases.release(this.#stream.name, this.#deps.worker, [tenancy]);
      }
      await this.watcher?.gone(tenancy.partition);
      this.#held.delete(tenancy.partition);
    }
  }

  async #move(): Promise<void> {
    const { leases, worker } = this.#deps;
    // Older batches first: those behind them are of the same tenants.
    const open = (await this.#olderDone())
      ? this.#leases
      : this.#leases.filter(({ partition }) => partition === LEGACY_PARTITION);
    const free = open.filter(
      ({ partition, isHeld, owner }) => !this.#held.has(partition) && (!isHeld || owner === worker),
    );
    const own = [...this.#held.values()].filter(({ state }) => state === 'held');
    const holdings = { parts: open.length, own: own.length, workers: this.#workers };
    const { take, surplus } = nextMove({ ...holdings, free: free.map(({ partition }) => partition) }, worker);
    for (const tenancy of partsToLeave(own, surplus)) {
      tenancy.end('leaving');
      this.#hand.drop(tenancy);
    }
    if (surplus > 0) await this.#settle();
    if (take.length === 0 || this.#isLeaving) return;
    const started = clocks();
    const taken = await leases.take(this.#stream.name, worker, this.times.leaseMs, take);
    if (taken.length > 0) await this.#begin(taken, started);
  }

  async #begin(taken: readonly Lease[], started: Clocks): Promise<void> {
    const last = await this.#stream.last();
    // A stream that was made anew counts from 1 again.
    const begun = taken.map((lease) => new Tenancy(lease, Math.min(lease.position, last), last));
    for (const tenancy of begun) {
      tenancy.lasts(started, this.times.leaseMs);
      this.#held.set(tenancy.partition, tenancy);
    }
    try {
      await this.watcher?.taken(
        begun.map(({ partition, floor, windows }) => ({ partition, position: floor, windows })),
      );
    } catch (error) {
      for (const tenancy of begun) this.lose(tenancy);
      throw error;
    }
    for (const tenancy of begun) void readPart(this.#stream, tenancy, (batch) => this.#hand.put(batch, tenancy));
  }

  /** Whether everything that was published before there were parts is stored. */
  async #olderDone(): Promise<boolean> {
    if (this.#isOlderDone) return true;
    const last = await this.#stream.lastOlder();
    this.#isOlderDone = last === undefined || last <= (this.#leases[LEGACY_PARTITION]?.position ?? 0);
    return this.#isOlderDone;
  }

  /** Parts in which nothing waits are stored as far as the stream goes: they hold up neither a purge nor a restart. */
  async bringForward(): Promise<void> {
    const last = await this.#stream.last();
    const isIdle = ({ state, waiting, floor }: Tenancy): boolean => state === 'held' && waiting === 0 && floor < last;
    const idle: Tenancy[] = [];
    for (const tenancy of [...this.#held.values()].filter(isIdle)) {
      const next = await this.#stream.next(partSubject(this.#stream.name, tenancy.partition), tenancy.floor + 1);
      if (next === undefined || next > last) idle.push(tenancy);
    }
    await this.#note(() => idle.filter(isIdle).map((tenancy) => ({ tenancy, position: last })));
  }

  /** @returns those that are still this worker's */
  #note(what: () => { readonly tenancy: Tenancy; readonly position: number }[]): Promise<Set<Tenancy>> {
    const noting = this.#noting
      .catch(() => undefined)
      .then(async () => {
        const reached = what();
        if (reached.length === 0) return new Set<Tenancy>();
        const rows = reached.map(({ tenancy: { partition, epoch }, position }) => ({ partition, epoch, position }));
        const noted = new Set(await this.#deps.leases.checkpoint(this.#stream.name, this.#deps.worker, rows));
        const own = reached.filter(({ tenancy }) => noted.has(tenancy.partition));
        for (const { tenancy, position } of own) tenancy.floor = position;
        return new Set(own.map(({ tenancy }) => tenancy));
      });
    this.#noting = noting;
    return noting;
  }
}
