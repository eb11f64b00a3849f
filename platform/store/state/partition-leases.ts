import { sql, type Transaction } from 'kysely';
import type { Lease, LivingWorker, PartitionLeases } from '../partitions/ports.ts';
import type { StateAccess } from './access.ts';
import type { Database } from './schema.ts';

/** Milliseconds after its last word from which a worker's row is removed. */
const FORGOTTEN_MS = 3_600_000;

/** Leases as rows; `clock_timestamp()` because a transaction may have waited for another one's locks. */
export function partitionLeases(access: StateAccess): PartitionLeases {
  const all = (db: Transaction<Database>, stream: string): Promise<Lease[]> =>
    db
      .selectFrom('partitionLeases')
      .select(['partition', 'owner', 'epoch', 'position', 'waiting', 'windows'])
      .select(sql<boolean>`owner is not null and until > clock_timestamp()`.as('isHeld'))
      .where('stream', '=', stream)
      .orderBy('partition')
      .execute();
  const living = (db: Transaction<Database>, stream: string): Promise<LivingWorker[]> =>
    db
      .selectFrom('partitionWorkers')
      .select(['worker', 'embeddedEvents'])
      .where('stream', '=', stream)
      .where('until', '>', sql<string>`clock_timestamp()`)
      .orderBy('worker')
      .execute();
  return {
    living: (stream) => access.acrossTenants((db) => living(db, stream)),
    prepare: (stream, partitions, position) =>
      access.acrossTenants(async (db) => {
        const rows = Array.from({ length: partitions }, (_, partition) => ({
          stream,
          partition,
          position,
          windows: position,
        }));
        await db
          .insertInto('partitionLeases')
          .values(rows)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }),
    all: (stream) => access.acrossTenants((db) => all(db, stream)),
    renew: (stream, { worker, embeddedEvents }, leaseMs, held) =>
      access.acrossTenants(async (db) => {
        await db
          .insertInto('partitionWorkers')
          .values({ stream, worker, embeddedEvents, until: endsIn(leaseMs) })
          .onConflict((conflict) =>
            conflict.columns(['stream', 'worker']).doUpdateSet({ embeddedEvents, until: endsIn(leaseMs) }),
          )
          .execute();
        await db.deleteFrom('partitionWorkers').where('until', '<', endsIn(-FORGOTTEN_MS)).execute();
        // In one order everywhere: two workers never wait for one another.
        for (const { partition, epoch, waiting } of inOrder(held))
          await db
            .updateTable('partitionLeases')
            .set({ until: endsIn(leaseMs), waiting })
            .where('stream', '=', stream)
            .where('partition', '=', partition)
            .where('owner', '=', worker)
            .where('epoch', '=', epoch)
            .execute();
        const workers = (await living(db, stream)).map((each) => each.worker);
        return { leases: await all(db, stream), workers };
      }),
    take: (stream, worker, leaseMs, partitions) =>
      access.acrossTenants(async (db) => {
        const taken = new Set<number>();
        for (const partition of [...partitions].sort((a, b) => a - b)) {
          const row = await db
            .updateTable('partitionLeases')
            .set({ owner: worker, epoch: sql<number>`epoch + 1`, until: endsIn(leaseMs) })
            .where('stream', '=', stream)
            .where('partition', '=', partition)
            .where(({ or, eb }) =>
              or([
                eb('owner', 'is', null),
                // What this worker held when it was killed: its data folder is locked, so nobody else goes by its name.
                eb('owner', '=', worker),
                eb('until', '<=', sql<string>`clock_timestamp()`),
              ]),
            )
            .returning('partition')
            .executeTakeFirst();
          if (row !== undefined) taken.add(row.partition);
        }
        return (await all(db, stream)).filter(({ partition }) => taken.has(partition));
      }),
    checkpoint: (stream, worker, reached) =>
      access.acrossTenants(async (db) => {
        const noted: number[] = [];
        for (const { partition, epoch, position } of inOrder(reached)) {
          const row = await db
            .updateTable('partitionLeases')
            .set({ position })
            .where('stream', '=', stream)
            .where('partition', '=', partition)
            .where('owner', '=', worker)
            .where('epoch', '=', epoch)
            .returning('partition')
            .executeTakeFirst();
          if (row !== undefined) noted.push(row.partition);
        }
        return noted;
      }),
    markWindows: (stream, worker, saved) =>
      access.acrossTenants(async (db) => {
        for (const { partition, epoch, windows } of inOrder(saved))
          await db
            .updateTable('partitionLeases')
            .set({ windows })
            .where('stream', '=', stream)
            .where('partition', '=', partition)
            .where('owner', '=', worker)
            .where('epoch', '=', epoch)
            .execute();
      }),
    release: (stream, worker, held) =>
      access.acrossTenants(async (db) => {
        for (const { partition, epoch } of inOrder(held))
          await db
            .updateTable('partitionLeases')
            .set({ owner: null, until: sql<string>`clock_timestamp()` })
            .where('stream', '=', stream)
            .where('partition', '=', partition)
            .where('owner', '=', worker)
            .where('epoch', '=', epoch)
            .execute();
      }),
    leave: (stream, worker) =>
      access.acrossTenants(async (db) => {
        await db
          .updateTable('partitionLeases')
          .set({ owner: null, until: sql<string>`clock_timestamp()` })
          .where('stream', '=', stream)
          .where('owner', '=', worker)
          .execute();
        await db.deleteFrom('partitionWorkers').where('stream', '=', stream).where('worker', '=', worker).execute();
      }),
  };
}

/** An instant by the state's clock, so many milliseconds from now. */
function endsIn(ms: number) {
  return sql<string>`clock_timestamp() + ${ms} * interval '1 millisecond'`;
}

function inOrder<T extends Pick<Lease, 'partition'>>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => a.partition - b.partition);
}
