import { bind, type Fragment, identifier, join, sql } from '../events/sql.ts';
import type { Field } from './fields.ts';

type EventField = Extract<Field, { at: 'event' }>;
type NativeField = Extract<Field, { at: 'native' }>;

/**
 * The values of a field of the ECS document, as Array(String): a list's items one by one, a number or boolean as its
 * JSON text, nothing for an object, null or an absent field. An object inside a list is its JSON text.
 */
export function eventValues(field: EventField): Fragment {
  const path = eventPath(field);
  return sql`multiIf(JSONType(event, ${path}) = 'Array', JSONExtract(event, ${path}, 'Array(String)'), JSONType(event, ${path}) = 'Object', [], [JSONExtract(event, ${path}, 'String')])`;
}

export function eventPath(field: EventField): Fragment {
  return join(
    field.path.map((key) => bind('String', key)),
    ', ',
  );
}

/** The text that the native column holds for a field: a value that is text, or JSON behind the mark of native-map.ts. */
export function nativeText(field: NativeField): Fragment {
  return sql`native[${bind('String', field.key)}]`;
}

/** The same values of a native field. */
export function nativeValues(field: NativeField): Fragment {
  const text = nativeText(field);
  return sql`if(startsWith(${text}, '\\x01'), ${markedValues(text)}, [${text}])`;
}

function markedValues(text: Fragment): Fragment {
  const json = sql`substring(${text}, 2)`;
  return sql`multiIf(${json} LIKE '[%', JSONExtract(${json}, 'Array(String)'), ${json} LIKE '"%', [JSONExtract(${json}, 'String')], ${json} LIKE '{%' OR ${json} = 'null', [], [${json}])`;
}

/** Some value of the field, as text, for which `test` holds. `test` must not hold for the empty text: that is "no value". */
export function someValue(field: Field, test: (value: Fragment) => Fragment): Fragment {
  if (field.at === 'event') return sql`arrayExists(x -> ${test(sql`x`)}, ${eventValues(field)})`;
  if (field.at === 'native') {
    const text = nativeText(field);
    return sql`if(startsWith(${text}, '\\x01'), arrayExists(x -> ${test(sql`x`)}, ${markedValues(text)}), ${test(text)})`;
  }
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
