import { entitiesOf } from '../correlate/entities.ts';
import { createDetector, type Detector } from '../detect/detector.ts';
import { type AddressSources, openAddressFacts } from '../enrich/address-facts.ts';
import { enrich, type Knowledge } from '../enrich/enrich.ts';
import { indicatorIndex } from '../enrich/indicator-index.ts';
import { InventoryIndex } from '../enrich/inventory-index.ts';
import { type CompiledTables, compileTables } from '../enrich/inventory-table.ts';
import { normalise } from '../normalise/normalise.ts';
import { type ParserIndex, parserIndex } from '../parsers/parser-index.ts';
import { fromBus } from '../store/batch-on-bus.ts';
import { isDocumentId } from '../store/document-id.ts';
import { EventEncoder } from '../store/events/encoded.ts';
import type { BatchOnBus, DeadLetter } from '../store/ports.ts';
import { lateBefore, type Origin } from './later-counts.ts';
import type { Processor } from './processor.ts';
import { RecentIds } from './recent-ids.ts';
import { RuleCosts } from './rule-costs.ts';

/** Ids of senders remembered: what they send again within minutes is not counted twice by correlations. */
const RECENT_IDS = 100_000;
/** What a record takes on the bus at first guess, bytes. */
const RECORD_BYTES = 300;

/**
 * The processor on the thread that calls it.
 *
 * @param busId first part of every event id
 * @param addresses what is known of public addresses
 * @throws HaechiError `address_database_unreadable`, `address_database_invalid`
 */
export function inThreadProcessor(busId: string, addresses: AddressSources = {}): Processor {
  let detector: Detector = createDetector({ packs: [], switches: [], exceptions: [] }, entitiesOf);
  let costs = new RuleCosts();
  const recent = new RecentIds(RECENT_IDS);
  let knowledge: Knowledge = {
    factsOf: openAddressFacts(addresses),
    indicators: undefined,
    inventory: undefined,
  };
  const tables = new Map<string, CompiledTables>();
  let parsers: ParserIndex | undefined;
  let processed = -1;
  return {
    async process(batches, retentionDays, sinceMs) {
      const dead: DeadLetter[] = [];
      const counts: Record<string, number> = {};
      const round = detector.begin();
      const now = Date.now();
      const encoder = new EventEncoder(retentionDays, bytesOf(batches) / RECORD_BYTES, sinceMs);
      const batchOf: number[] = [];
      const late: number[] = [];
      const doubled = batches.map(() => 0);
      const origins: Origin[] = [];
      for (const [index, onBus] of batches.entries()) {
        const batch = fromBus(onBus);
        origins.push({ tenant: batch.tenant, source: batch.source, received: batch.received });
        const earliest = lateBefore(batch);
        for (const part of normalise(batch, busId, parsers)) {
          const rows = part.rows.filter((row) => !isDocumentId(row.id) || recent.add(row.id));
          // One stage after the other over some rows: row by row the stages would drive each other out of the caches.
          for (const row of rows) {
            const sighting = enrich(row, knowledge, now);
            if (sighting !== undefined) round.take(sighting);
          }
          for (const row of rows) round.take(row);
          for (const row of rows) {
            encoder.add(row);
            batchOf.push(index);
            late.push(row.time < earliest ? 1 : 0);
          }
          doubled[index]! += part.rows.length - rows.length;
          counts[batch.tenant] = (counts[batch.tenant] ?? 0) + rows.length;
          for (const letter of part.dead) dead.push(letter);
        }
      }
      processed = batches.at(-1)?.position ?? processed;
      return {
        events: encoder.done(),
        dead,
        findings: round.findings(),
        origins,
        counts,
        batchOf: Uint32Array.from(batchOf),
        late: Uint8Array.from(late),
        doubled,
      };
    },
    async load(sources) {
      detector = createDetector(sources, entitiesOf, detector);
      costs = new RuleCosts();
      return { rules: detector.rules, rejected: detector.rejected };
    },
    async know(lists) {
      knowledge = { ...knowledge, indicators: indicatorIndex(lists) };
    },
    async learn(changed) {
      if (changed.assets.length + changed.users.length === 0) tables.delete(changed.tenant);
      else tables.set(changed.tenant, compileTables(changed));
      knowledge = { ...knowledge, inventory: tables.size === 0 ? undefined : new InventoryIndex(tables.values()) };
    },
    async parseBy(own) {
      parsers = parserIndex(own);
    },
    async takeActivity() {
      return costs.charge(detector.takeActivity(), detector.costs());
    },
    async correlationStates() {
      const began = performance.now();
      const taken = detector.correlations.states({ bus: busId, position: processed });
      return { ...taken, position: processed, tookMs: performance.now() - began };
    },
    async restoreCorrelations(states) {
      return detector.correlations.restore(states, busId);
    },
    async recount(rows, position) {
      const now = Date.now();
      for (const row of rows) {
        const sighting = enrich(row, knowledge, now);
        if (sighting !== undefined) detector.recount([sighting]);
      }
      detector.recount(rows);
      processed = Math.max(processed, position);
    },
    async forgetCorrelations(tenants) {
      detector.correlations.forget(tenants);
    },
    async close() {},
  };
}

function bytesOf(batches: readonly BatchOnBus[]): number {
  return batches.reduce((sum, { payload }) => sum + payload.byteLength, 0);
}
