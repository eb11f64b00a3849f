import type { Incident } from '@haechi/event';
import { pickRows } from '../store/events/encoded.ts';
import type { BatchOnBus, Bus } from '../store/ports.ts';
import type { ProcessedRound } from './processor.ts';

/** A processed round on its way into the stores. */
export interface Round extends ProcessedRound {
  /** In the order of `origins`. */
  readonly batches: readonly Pick<BatchOnBus, 'position' | 'redelivered'>[];
  /** Incidents that its findings changed. */
  readonly incidents: readonly Incident[];
}

/**
 * A round without what came of batches that this process may no longer store. All batches of a tenant are taken over
 * together, so what was made of several events is of one process or the other.
 */
export function heldPart(round: Round, bus: Pick<Bus, 'holds'>): Round {
  const places = round.batches.flatMap(({ position }, place) => (bus.holds(position) ? [place] : []));
  if (places.length === round.batches.length) return round;
  const placeOf = new Map(places.map((before, now) => [before, now]));
  const origins = places.map((place) => round.origins[place]!);
  const tenants = new Set(origins.map(({ tenant }) => tenant));
  const isKept = ({ tenant }: { readonly tenant: string }): boolean => tenants.has(tenant);
  const rows: number[] = [];
  for (let row = 0; row < round.batchOf.length; row++) if (placeOf.has(round.batchOf[row]!)) rows.push(row);
  return {
    batches: places.map((place) => round.batches[place]!),
    origins,
    events: pickRows(round.events, rows),
    dead: round.dead.filter(isKept),
    findings: round.findings.filter(isKept),
    incidents: round.incidents.filter(isKept),
    counts: Object.fromEntries(Object.entries(round.counts).filter(([tenant]) => tenants.has(tenant))),
    batchOf: Uint32Array.from(rows, (row) => placeOf.get(round.batchOf[row]!)!),
    late: Uint8Array.from(rows, (row) => round.late[row]!),
    doubled: places.map((place) => round.doubled[place] ?? 0),
  };
}
