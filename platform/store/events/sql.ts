declare const compiled: unique symbol;

/** A value and its ClickHouse type, on its way to a query parameter. */
interface Bound {
  readonly type: ParameterType;
  readonly value: ParameterValue;
}

type ParameterType =
  | 'String'
  | 'Array(String)'
  | 'Float64'
  | 'UInt64'
  | 'UInt32'
  | 'Int64'
  | 'IPv6'
  | "DateTime64(3, 'UTC')";

export type ParameterValue = string | number | readonly string[];

/**
 * A piece of SQL whose every value is a query parameter. Only the `sql` tag makes one, and the tag takes nothing but
 * other pieces and `bind(…)`, so that text from outside cannot become SQL: there is no way to write it.
 */
export interface Fragment {
  readonly texts: readonly string[];
  /** One fewer than `texts`; stands between them. */
  readonly values: readonly Bound[];
  readonly [compiled]: true;
}

/** A value that goes to the server beside the SQL text, as `{pN:Type}`. */
export function bind(type: ParameterType, value: ParameterValue): Fragment {
  return { texts: ['', ''], values: [{ type, value }] } as unknown as Fragment;
}

/**
 * SQL of our own with other pieces in it.
 *
 * @example sql`${identifier('host_name')} = ${bind('String', name)}`
 */
export function sql(texts: TemplateStringsArray, ...parts: readonly Fragment[]): Fragment {
  return parts.reduce(
    (left, part, index) => concat(concat(left, part), literal(texts[index + 1] ?? '')),
    literal(texts[0] ?? ''),
  );
}

/** Pieces side by side; nothing for none. */
export function join(parts: readonly Fragment[], separator: ' AND ' | ' OR ' | ', '): Fragment {
  return parts.reduce(
    (left, part, index) => (index === 0 ? part : concat(concat(left, literal(separator)), part)),
    literal(''),
  );
}

/**
 * The name of a column of our tables.
 *
 * @throws TypeError for anything that is no plain name: a column list of ours with a mistake in it
 */
export function identifier(name: string): Fragment {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new TypeError(`not a column name: ${name}`);
  return literal(name);
}

/** The query text with numbered parameters, and their values by name, as `@clickhouse/client` takes them. */
export function render(fragment: Fragment): { query: string; params: Record<string, ParameterValue> } {
  const params: Record<string, ParameterValue> = {};
  let query = fragment.texts[0] ?? '';
  for (const [index, { type, value }] of fragment.values.entries()) {
    params[`p${index}`] = value;
    query += `{p${index}:${type}}${fragment.texts[index + 1] ?? ''}`;
  }
  return { query, params };
}

function literal(text: string): Fragment {
  return { texts: [text], values: [] } as unknown as Fragment;
}

function concat(left: Fragment, right: Fragment): Fragment {
  const [head = '', ...tail] = right.texts;
  const texts = [...left.texts];
  texts.push((texts.pop() ?? '') + head, ...tail);
  return { texts, values: [...left.values, ...right.values] } as unknown as Fragment;
}
