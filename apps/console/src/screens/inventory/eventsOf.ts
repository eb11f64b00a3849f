import type { InventoryTable } from '../../api/inventory.ts';
import { clause } from '../../ui/clause.ts';

const PLACES = {
  assets: ['host', 'source', 'destination', 'client', 'server'],
  users: ['user', 'user.target', 'user.effective', 'source.user', 'destination.user'],
} as const;

/** The query for events that were enriched with a row. */
export function eventsOf(table: InventoryTable, name: string): string {
  return PLACES[table].map((place) => clause(`${place}.asset.name`, name)).join(' OR ');
}
