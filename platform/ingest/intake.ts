import { HaechiError } from '@haechi/event';
import type { IntakeBatch, RecordMeta } from '../store/ports.ts';
import { isOverAllowance } from './allowance.ts';
import { charsBeside } from './item.ts';
import type { IngestLimits } from './limits.ts';
import type { IngestDeps } from './ports.ts';
import { publishBatch } from './publish-batch.ts';

/** Records of one sender that belong together, before they are cut into batches. */
export interface Arrival {
  readonly tenant: string;
  /** `hec:main`, `syslog:10.0.0.5`. */
  readonly source: string;
  readonly format: string;
  readonly timeZone: string;
  readonly records: readonly string[];
  readonly meta?: readonly (RecordMeta | null)[];
}

/**
 * Makes records durable and counts them. Resolves when all of them are on stable storage: only then may a sender be
 * told so.
 *
 * @throws HaechiError `spool_full` (slow down), `spool_closed` (stopping), `intake_rate_exceeded` and
 *   `intake_volume_exceeded` (the tenant sent more than it may; nothing was taken)
 */
export async function accept(deps: IngestDeps, arrivals: readonly Arrival[]): Promise<void> {
  const sizes = arrivals.map(({ records }) => bytesOf(records));
  try {
    takeFromAllowance(deps, arrivals, sizes);
  } catch (error) {
    for (const { tenant, source, records } of arrivals) deps.counters.add(tenant, source, { rejected: records.length });
    throw error;
  }
  const received = new Date(deps.now()).toISOString();
  const batches = arrivals.flatMap((arrival) => [...batchesOf(arrival, received, deps.limits)]);
  const results = await Promise.allSettled(batches.map((batch) => publishBatch(deps.bus, batch)));
  for (const [index, result] of results.entries()) {
    const { tenant, source, records, meta } = batches[index]!;
    const isStored = result.status === 'fulfilled';
    const accepted = isStored ? records.length - rejectedOf(meta) - result.value.cut : 0;
    const bytes = bytesOf(records);
    if (!isStored) deps.allowances.giveBack(tenant, records.length, bytes);
    deps.counters.add(tenant, source, {
      accepted,
      rejected: records.length - accepted,
      bytes: isStored ? bytes : 0,
    });
  }
  const failed = results.find((result) => result.status === 'rejected');
  if (failed === undefined) return;
  if (isStorageBusy(failed.reason)) deps.pressure.refusedAt = deps.now();
  throw failed.reason;
}

/** The arrivals of one call have one sender and so one tenant: they are taken together. */
function takeFromAllowance({ allowances }: IngestDeps, arrivals: readonly Arrival[], sizes: readonly number[]): void {
  const tenant = arrivals[0]?.tenant;
  if (tenant === undefined) return;
  let records = 0;
  let bytes = 0;
  for (const [index, arrival] of arrivals.entries()) {
    records += arrival.records.length;
    bytes += sizes[index]!;
  }
  allowances.take(tenant, records, bytes);
}

/** Bytes of records in UTF-8. */
export function bytesOf(records: readonly string[]): number {
  let bytes = 0;
  for (const record of records) bytes += Buffer.byteLength(record);
  return bytes;
}

function rejectedOf(meta: IntakeBatch['meta']): number {
  let rejected = 0;
  for (const said of meta ?? []) if (said?.rejected !== undefined) rejected++;
  return rejected;
}

/** How long after a refusal the intake calls itself unhealthy, so that load balancers come back by themselves. */
const PRESSURE_MS = 10_000;

/** True shortly after storage refused a batch. */
export function isUnderPressure({ pressure, now }: Pick<IngestDeps, 'pressure' | 'now'>): boolean {
  const age = now() - pressure.refusedAt;
  // A clock that was set back must not make it unhealthy until it is there again.
  return age >= 0 && age < PRESSURE_MS;
}

/**
 * True when the fault means "later": storage is full, stopping or unreachable, nobody knows who sends, or the tenant has
 * sent what it may.
 */
export function isBusy(error: unknown): boolean {
  const isUnknowable = error instanceof HaechiError && error.code === 'state_unreachable';
  return isUnknowable || isStorageBusy(error) || isOverAllowance(error);
}

function isStorageBusy(error: unknown): boolean {
  return error instanceof HaechiError && ['spool_full', 'spool_closed', 'bus_unreachable'].includes(error.code);
}

/** Cuts an arrival into batches that the pipeline takes in even rounds. @param received ISO 8601 UTC */
export function* batchesOf(
  arrival: Arrival,
  received: string,
  limits: IngestLimits,
): Generator<Omit<IntakeBatch, 'position'>> {
  const { records, meta, ...envelope } = arrival;
  let start = 0;
  let chars = 0;
  for (const [index, record] of records.entries()) {
    const length = record.length + charsBeside(meta?.[index]);
    const full = chars + length > limits.batchChars || index - start >= limits.batchRecords;
    if (full && index > start) {
      yield batchOf(start, index);
      start = index;
      chars = 0;
    }
    chars += length;
  }
  if (start < records.length) yield batchOf(start, records.length);

  function batchOf(from: number, to: number): Omit<IntakeBatch, 'position'> {
    const said = meta?.slice(from, to);
    const some = said?.some((one) => one !== null) === true;
    return { ...envelope, received, records: records.slice(from, to), ...(some ? { meta: said } : {}) };
  }
}
