import { bind, type Fragment, identifier, join, sql } from '../events/sql.ts';
import type { Field } from './fields.ts';

type JsonField = Extract<Field, { at: 'event' | 'native' }>;

/**
 * The values of a field kept as JSON, as Array(String): a list's items one by one, a number or boolean as its JSON
 * text, nothing for an object, null or an absent field. An object inside a list is its JSON text.
 */
export function jsonValues(field: JsonField): Fragment {
  const document = identifier(field.at);
  const path = jsonPath(field);
  return sql`multiIf(JSONType(${document}, ${path}) = 'Array', JSONExtract(${document}, ${path}, 'Array(String)'), JSONType(${document}, ${path}) = 'Object', [], [JSONExtract(${document}, ${path}, 'String')])`;
}

export function jsonPath(field: JsonField): Fragment {
  return join(
    field.path.map((key) => bind('String', key)),
    ', ',
  );
}

/** Some value of the field, as text, for which `test` holds. `test` must not hold for the empty text: that is "no value". */
export function someValue(field: Field, test: (value: Fragment) => Fragment): Fragment {
  if (field.at !== 'column') return sql`arrayExists(x -> ${test(sql`x`)}, ${jsonValues(field)})`;
  const column = identifier(field.column);
  switch (field.kind) {
    case 'keywords':
      return sql`arrayExists(x -> ${test(sql`x`)}, ${column})`;
    case 'number':
      return test(sql`ifNull(toString(${column}), '')`);
    case 'ip':
      return test(addressText(column));
    case 'date':
      return test(sql`toString(${column})`);
    case 'keyword':
    case 'text':
      return test(column);
  }
}

/** An address column as text: version 4 in its own form, nothing for the unspecified address, which stands for none. */
export function addressText(column: Fragment): Fragment {
  return sql`if(${column} = toIPv6('::'), '', replaceOne(toString(${column}), '::ffff:', ''))`;
}
