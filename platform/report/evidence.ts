import type { Finding } from '@haechi/event';
import type { EventRow } from '../store/ports.ts';
import { rank } from './hit.ts';

/**
 * The events to show where not all can be: a first event of every rule, then a second of every rule and so on, the
 * gravest rules first, until `limit`. Given back oldest first.
 */
export function tellingEvents(findings: readonly Finding[], events: readonly EventRow[], limit: number): EventRow[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  const queues = [...Map.groupBy(findings, (finding) => finding.ruleId).values()]
    .sort((a, b) => rank(b[0]?.level ?? 'informational') - rank(a[0]?.level ?? 'informational'))
    .map((group) => group.flatMap((finding) => finding.eventIds));
  const chosen = new Map<string, EventRow>();
  for (let turn = 0; chosen.size < limit && queues.some((queue) => queue.length > turn); turn++) {
    for (const queue of queues) {
      const event = byId.get(queue[turn] ?? '');
      if (event !== undefined && chosen.size < limit) chosen.set(event.id, event);
    }
  }
  return [...chosen.values()].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}
