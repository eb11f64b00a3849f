import type { EcsEndpoint, EcsEvent } from '@haechi/event';
import type { FactsOf } from './address-facts.ts';

/** Adds to the ends of an event what is known of their addresses. What the event says itself stays. */
export function addAddressFacts(event: EcsEvent, factsOf: FactsOf): void {
  addFacts(event.source, factsOf);
  addFacts(event.destination, factsOf);
  addFacts(event.client, factsOf);
  addFacts(event.server, factsOf);
}

function addFacts(side: EcsEndpoint | undefined, factsOf: FactsOf): void {
  if (side?.ip === undefined) return;
  const needsCountry = side.geo?.country_iso_code === undefined;
  if (!needsCountry && side.as !== undefined) return;
  const facts = factsOf(side.ip);
  if (facts === undefined) return;
  if (needsCountry && facts.country !== undefined) side.geo = { ...side.geo, country_iso_code: facts.country };
  if (side.as === undefined && facts.as !== undefined) side.as = facts.as;
}
