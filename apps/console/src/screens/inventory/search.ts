import { CRITICALITIES, type Criticality } from '@haechi/event';

/** Which table and which of its rows, as kept in the address; assets where it says nothing. */
export interface InventorySearch {
  readonly table?: 'users';
  readonly text?: string;
  readonly criticality?: Criticality;
}

/** Keeps what is well-formed of what came with an address. */
export function readInventorySearch(search: Record<string, unknown>): InventorySearch {
  const criticality = CRITICALITIES.find((word) => word === search['criticality']);
  const text = typeof search['text'] === 'string' ? search['text'].slice(0, 256) : '';
  return {
    ...(search['table'] === 'users' ? { table: 'users' } : {}),
    ...(criticality === undefined ? {} : { criticality }),
    ...(text === '' ? {} : { text }),
  };
}
