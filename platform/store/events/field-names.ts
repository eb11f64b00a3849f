import type { TenantScope } from '../../tenancy/scope.ts';
import type { TimeRange } from '../ports.ts';
import { type Field, fieldOf } from '../query/fields.ts';
import type { EventConnection } from './connection.ts';
import { readQuery } from './gate.ts';
import { EVENT_COLUMNS_READ, eventOf, type StoredEvent } from './row.ts';
import { bind, sql } from './sql.ts';
import { insideRange } from './time.ts';

type SeenField = { name: string; type: 'keyword' | 'number' | 'ip' | 'date' | 'text' };

/** Events looked at: one of each kind (decoder, dataset, code and action tell kinds apart), up to this many. */
const KINDS_MAX = 500;

/** Names given at most: a completion list, and a guard against a source that invents names. */
const NAMES_MAX = 2_000;

/** The fields that events of each kind in the range have, by name. */
export async function seenFields(
  connection: EventConnection,
  scope: TenantScope,
  range: TimeRange,
): Promise<SeenField[]> {
  const samples = await connection.read<{ id: string }>(
    readQuery(scope, {
      select: sql`any(id) AS id`,
      from: 'events',
      where: insideRange(range),
      rest: sql`GROUP BY decoder, event_dataset, event_code, event_action LIMIT ${bind('UInt32', KINDS_MAX)}`,
    }),
  );
  const ids = bind(
    'Array(String)',
    samples.map(({ id }) => id),
  );
  const stored = await connection.read<StoredEvent>(
    readQuery(scope, {
      select: EVENT_COLUMNS_READ,
      from: 'events',
      where: sql`${insideRange(range)} AND id IN (${ids})`,
    }),
  );
  const types = new Map<string, SeenField['type']>([
    ['@timestamp', 'date'],
    ['message', 'text'],
    ['raw', 'text'],
  ]);
  for (const { event, native } of stored.map(eventOf)) {
    collect(event, '', types);
    for (const [key, value] of Object.entries(native)) note(`native.${key}`, value, types);
  }
  return [...types].map(([name, type]) => ({ name, type })).sort((one, other) => (one.name < other.name ? -1 : 1));
}

function collect(node: object, prefix: string, types: Map<string, SeenField['type']>): void {
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) collect(value, `${prefix}${key}.`, types);
    else note(prefix + key, value, types);
  }
}

function note(name: string, value: unknown, types: Map<string, SeenField['type']>): void {
  if (value !== null && types.size < NAMES_MAX && !types.has(name)) types.set(name, typeOf(fieldOf(name), value));
}

function typeOf({ kind }: Field, value: unknown): SeenField['type'] {
  if (kind === 'keywords') return 'keyword';
  return kind === 'keyword' && typeof value === 'number' ? 'number' : kind;
}
