import type { EventRow } from '../store/ports.ts';
import { addAddressFacts } from './add-address-facts.ts';
import type { FactsOf } from './address-facts.ts';
import type { IndicatorIndex, IndicatorMatch } from './indicator-index.ts';
import type { InventoryIndex } from './inventory-index.ts';

/** What is known about the world outside an event. What nobody has tables or lists of is absent, and costs nothing. */
export interface Knowledge {
  readonly factsOf: FactsOf;
  readonly indicators: IndicatorIndex | undefined;
  readonly inventory: InventoryIndex | undefined;
}

/**
 * Adds to a row what is known of its addresses and names: countries, autonomous systems, the tenant's assets and
 * users, and an indicator of its lists.
 *
 * @returns for a row with an indicator, the row as rules of the category `threat_intel` see it
 */
export function enrich(
  row: EventRow,
  { factsOf, indicators, inventory }: Knowledge,
  nowMs: number,
): EventRow | undefined {
  const { event } = row;
  addAddressFacts(event, factsOf);
  inventory?.add(row.tenant, event);
  const match = indicators?.match(row.tenant, event, nowMs);
  if (match === undefined) return undefined;
  const { indicator, list, field } = match;
  event.threat = {
    ...event.threat,
    indicator: { type: indicator.type, name: indicator.value, provider: list, field },
  };
  // With the fields of its source: what is normal of a sighting is said of those.
  return { ...row, native: { ...row.native, ...nativeOf(row, match) }, logsource: { category: 'threat_intel' } };
}

function nativeOf({ event }: EventRow, { indicator, list, field }: IndicatorMatch): EventRow['native'] {
  return {
    'threat.indicator.type': indicator.type,
    'threat.indicator.name': indicator.value,
    'threat.indicator.provider': list,
    'threat.indicator.field': field,
    'event.outcome': event.event.outcome ?? 'unknown',
  };
}
