import { type FieldKind, HOT_COLUMNS } from '../events/tables.ts';

/** Where a field of a query is found in a stored event, and how its values are compared. */
export type Field =
  /** A column of its own. */
  | { readonly at: 'column'; readonly column: string; readonly kind: FieldKind }
  /** A path in the ECS document. */
  | { readonly at: 'event'; readonly path: readonly string[]; readonly kind: 'keyword' | 'ip' }
  /** A field of the source's own, in the native view. */
  | { readonly at: 'native'; readonly key: string; readonly kind: 'keyword' };

/** Fields that every event has outside of its ECS document. */
const ROW_FIELDS: readonly (readonly [field: string, column: string, kind: FieldKind])[] = [
  ['@timestamp', 'time', 'date'],
  ['event.ingested', 'ingested', 'date'],
  ['raw', 'raw', 'text'],
  ['tenant', 'tenant', 'keyword'],
  ['decoder', 'decoder', 'keyword'],
  ['intake', 'source', 'keyword'],
  ['_id', 'id', 'keyword'],
  ['logsource.product', 'logsource_product', 'keyword'],
  ['logsource.category', 'logsource_category', 'keyword'],
  ['logsource.service', 'logsource_service', 'keyword'],
];

const COLUMN_FIELDS: ReadonlyMap<string, Field> = new Map([
  ...ROW_FIELDS.map(([field, column, kind]) => [field, { at: 'column', column, kind }] as const),
  ...HOT_COLUMNS.map(({ field, name, kind }) => [field, { at: 'column', column: name, kind }] as const),
]);

const NATIVE = 'native.';

/** ECS names of fields of type `ip` end so (`host.ip`, `related.ip`, `dns.resolved_ip`, `source.nat.ip`). */
const ADDRESS_FIELD = /(?:^|\.)(?:resolved_)?ip$/;

/** Every name is a field: one that no event has simply matches nothing. */
export function fieldOf(name: string): Field {
  const column = COLUMN_FIELDS.get(name);
  if (column !== undefined) return column;
  if (name.startsWith(NATIVE)) return { at: 'native', key: name.slice(NATIVE.length), kind: 'keyword' };
  return { at: 'event', path: name.split('.'), kind: ADDRESS_FIELD.test(name) ? 'ip' : 'keyword' };
}

/** The columns that hold members of an object of the ECS document: of `source`, those of `source.ip` and `source.port`. */
export function columnsBelow(path: readonly string[]): Field[] {
  const prefix = `${path.join('.')}.`;
  return HOT_COLUMNS.filter(({ field }) => field.startsWith(prefix)).map(({ field }) => fieldOf(field));
}
