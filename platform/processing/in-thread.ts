import { entitiesOf } from '../correlate/entities.ts';
import { createDetector, type Detector } from '../detect/detector.ts';
import { normaliseBatch } from '../normalise/normalise.ts';
import { isDocumentId } from '../store/document-id.ts';
import { encodeEvents } from '../store/events/encoded.ts';
import type { DeadLetter, EventRow } from '../store/ports.ts';
import type { Processor } from './processor.ts';
import { RecentIds } from './recent-ids.ts';
import { RuleCosts } from './rule-costs.ts';

/** Ids of senders remembered: what they send again within minutes is not counted twice by correlations. */
const RECENT_IDS = 100_000;

/** The processor on the thread that calls it. @param busId first part of every event id */
export function inThreadProcessor(busId: string): Processor {
  let detector: Detector = createDetector({ packs: [], switches: [], exceptions: [] }, entitiesOf);
  let costs = new RuleCosts();
  const recent = new RecentIds(RECENT_IDS);
  return {
    async process(batches, retentionDays) {
      const rows: EventRow[] = [];
      const dead: DeadLetter[] = [];
      for (const batch of batches) {
        const normalised = normaliseBatch(batch, busId);
        for (const row of normalised.rows) if (!isDocumentId(row.id) || recent.add(row.id)) rows.push(row);
        for (const letter of normalised.dead) dead.push(letter);
      }
      const findings = detector.detect(rows);
      const counts: Record<string, number> = {};
      for (const { tenant } of rows) counts[tenant] = (counts[tenant] ?? 0) + 1;
      return { events: encodeEvents(rows, retentionDays), dead, findings, counts };
    },
    async load(sources) {
      detector = createDetector(sources, entitiesOf);
      costs = new RuleCosts();
      return { rules: detector.rules, rejected: detector.rejected };
    },
    async takeActivity() {
      return costs.charge(detector.takeActivity(), detector.costs());
    },
    async close() {},
  };
}
