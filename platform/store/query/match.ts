import { bind, type Fragment, identifier, join, sql } from '../events/sql.ts';
import { type AddressRange, addressRange } from './address.ts';
import type { Pattern, Span } from './ast.ts';
import { columnsBelow, type Field, fieldOf } from './fields.ts';
import { anywhere, like, lower } from './like.ts';
import { periodOf } from './period.ts';
import { insidePeriod, numberOf } from './range.ts';
import { QuerySyntaxError } from './syntax-error.ts';
import { eventPath, nativeText, someValue } from './values.ts';

interface MatchNode {
  readonly field: string;
  readonly pattern: Pattern;
  readonly span: Span;
}

/** `field:value`, `field:val*`, `field:"a phrase"`, `field:10.0.0.0/8`. */
export function match({ field: name, pattern, span }: MatchNode): Fragment {
  const field = fieldOf(name);
  const [value = '', ...more] = pattern;
  if (more.length > 0 || field.kind === 'text') return matchText(field, pattern);
  if (value === '') return sql`false`;
  switch (field.kind) {
    case 'number':
      return matchNumber(field, name, value, span);
    case 'date':
      return matchPeriod(field, name, value, span);
    case 'ip':
      return matchAddress(field, name, value, span);
    default:
      return matchKeyword(field, value);
  }
}

function matchText(field: Field, pattern: Pattern): Fragment {
  const text = bind('String', like(field.kind === 'text' ? anywhere(pattern) : pattern));
  const test = someValue(field, (value) => sql`lower(${value}) LIKE ${text}`);
  return rarely(field, pattern, test);
}

function matchKeyword(field: Field, value: string): Fragment {
  const equal = (text: Fragment) => sql`lower(${text}) = ${bind('String', lower(value))}`;
  const network = field.at !== 'column' && value.includes('/') ? addressRange(value) : undefined;
  if (network === undefined) return rarely(field, [value], someValue(field, equal));
  return someValue(field, (text) => sql`(${equal(text)} OR ${textInside(text, network)})`);
}

function matchNumber(field: Field, name: string, value: string, span: Span): Fragment {
  const number = numberOf(value);
  if (number === undefined) throw new QuerySyntaxError('bad_number', span, { field: name, value });
  return sql`ifNull(${columnOf(field)} = ${bind('Float64', number)}, false)`;
}

function matchPeriod(field: Field, name: string, value: string, span: Span): Fragment {
  const period = periodOf(value);
  if (period === undefined) throw new QuerySyntaxError('bad_time', span, { field: name, value });
  return insidePeriod(columnOf(field), period);
}

function matchAddress(field: Field, name: string, value: string, span: Span): Fragment {
  const range = addressRange(value);
  if (range === undefined) throw new QuerySyntaxError('bad_address', span, { field: name, value });
  if (field.at !== 'column') return someValue(field, (text) => textInside(text, range));
  const column = columnOf(field);
  if (range.first === range.last) return sql`${column} = ${bind('IPv6', range.first)}`;
  return sql`(${column} != toIPv6('::') AND ${column} BETWEEN ${bind('IPv6', range.first)} AND ${bind('IPv6', range.last)})`;
}

function textInside(text: Fragment, { first, last }: AddressRange): Fragment {
  return sql`ifNull(toIPv6OrNull(${text}) BETWEEN ${bind('IPv6', first)} AND ${bind('IPv6', last)}, false)`;
}

function columnOf(field: Field): Fragment {
  return identifier(field.at === 'column' ? field.column : field.at);
}

/** A piece of text that stands in a JSON document as it is: no quote, backslash, control character or lone surrogate. */
const UNESCAPED = /[^"\\\u0000-\u001f\u007f\u2028\u2029\ud800-\udfff]+/g;

/**
 * Looks for the longest piece of the pattern in the whole document before the document is parsed: most documents do
 * not have it. Never a false negative, since that piece stands in the JSON text exactly as in the value.
 */
function rarely(field: Field, pattern: Pattern, test: Fragment): Fragment {
  if (field.at !== 'event') return test;
  const pieces = pattern.flatMap((piece) => piece.match(UNESCAPED) ?? []);
  const longest = pieces.reduce((best, piece) => (piece.length > best.length ? piece : best), '');
  if (longest.length < 2) return test;
  return sql`if(lower(event) LIKE ${bind('String', like(anywhere([longest])))}, ${test}, false)`;
}

/** `field:*`: the field has a value; of an object, a member. */
export function exists(field: Field): Fragment {
  if (field.at === 'native') {
    return sql`${nativeText(field)} NOT IN ('', '\\x01null', '\\x01""', '\\x01[]', '\\x01{}')`;
  }
  if (field.at === 'event') {
    const document = sql`JSONExtractRaw(event, ${eventPath(field)}) NOT IN ('', 'null', '""', '[]', '{}')`;
    const columns = columnsBelow(field.path).map(exists);
    return columns.length === 0 ? document : sql`(${join([...columns, document], ' OR ')})`;
  }
  const column = identifier(field.column);
  switch (field.kind) {
    case 'keywords':
      return sql`notEmpty(${column})`;
    case 'number':
      return sql`isNotNull(${column})`;
    case 'ip':
      return sql`${column} != toIPv6('::')`;
    case 'date':
      return sql`true`;
    default:
      return sql`${column} != ''`;
  }
}

/** Free text: anywhere in the message or the raw record. */
export function freeText(pattern: Pattern, text: Fragment): Fragment {
  return sql`${text} LIKE ${bind('String', like(anywhere(pattern)))}`;
}
