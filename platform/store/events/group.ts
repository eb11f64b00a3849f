import type { Field } from '../query/fields.ts';
import { exists } from '../query/match.ts';
import { addressText, eventValues, nativeValues } from '../query/values.ts';
import { type Fragment, identifier, sql } from './sql.ts';

/** A field's values as text to group by, one row each, and the condition that there is one. */
export function groupValues(field: Field): { value: Fragment; present: Fragment } {
  return { value: valueIn(field), present: exists(field) };
}

function valueIn(field: Field): Fragment {
  if (field.at === 'event') return sql`arrayJoin(${eventValues(field)})`;
  if (field.at === 'native') return sql`arrayJoin(${nativeValues(field)})`;
  const column = identifier(field.column);
  switch (field.kind) {
    case 'keywords':
      return sql`arrayJoin(${column})`;
    case 'ip':
      return addressText(column);
    case 'number':
    case 'date':
      return sql`ifNull(toString(${column}), '')`;
    default:
      return column;
  }
}
