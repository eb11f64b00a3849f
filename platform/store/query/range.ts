import { bind, type Fragment, identifier, join, sql } from '../events/sql.ts';
import { boundTime } from '../events/time.ts';
import { addressRange } from './address.ts';
import type { Bound, Span } from './ast.ts';
import { type Field, fieldOf } from './fields.ts';
import { lower } from './like.ts';
import { type Period, periodOf } from './period.ts';
import { QuerySyntaxError, type SyntaxReason } from './syntax-error.ts';
import { someValue } from './values.ts';

interface RangeNode {
  readonly field: string;
  readonly from?: Bound;
  readonly to?: Bound;
  readonly span: Span;
}

/** `field >= 5`, `field:[a TO b]`: as numbers, addresses or times where the field is one, else see `range` of text. */
export function range(node: RangeNode): Fragment {
  const field = fieldOf(node.field);
  switch (field.kind) {
    case 'number': {
      const column = columnOf(field);
      const value = read(node, numberOf, 'bad_number');
      return sql`ifNull(${between(column, node, (bound) => bind('Float64', value(bound)))}, false)`;
    }
    case 'ip': {
      const address = read(node, (text) => addressRange(text), 'bad_address');
      // Above a network is above its last address, from it on is from its first.
      const edge = (bound: Bound, side: 'from' | 'to') => {
        const { first, last } = address(bound);
        return bind('IPv6', (side === 'from') === bound.inclusive ? first : last);
      };
      if (field.at !== 'column')
        return someValue(field, (text) => sql`ifNull(${between(sql`toIPv6OrNull(${text})`, node, edge)}, false)`);
      const column = columnOf(field);
      return sql`(${column} != toIPv6('::') AND ${between(column, node, edge)})`;
    }
    case 'date': {
      const period = read(node, periodOf, 'bad_time');
      return between(columnOf(field), asHalfOpen(node, period), (bound) => boundTime(bound.value));
    }
    default:
      return textRange(field, node);
  }
}

/** Numbers where every end is one (a value that is none is outside then), else texts in byte order, case ignored. */
function textRange(field: Field, node: RangeNode): Fragment {
  const ends = [node.from, node.to].filter((bound) => bound !== undefined);
  if (ends.every(({ value }) => numberOf(value) !== undefined)) {
    return someValue(field, (text) => {
      const test = between(sql`toFloat64OrNull(${text})`, node, ({ value }) => bind('Float64', Number(value)));
      return sql`ifNull(${test}, false)`;
    });
  }
  return someValue(field, (text) => {
    const test = between(sql`lower(${text})`, node, ({ value }) => bind('String', lower(value)));
    return sql`(${text} != '' AND ${test})`;
  });
}

type Edge = (bound: Bound, side: 'from' | 'to') => Fragment;

function between(value: Fragment, { from, to }: Pick<RangeNode, 'from' | 'to'>, edge: Edge): Fragment {
  const tests: Fragment[] = [];
  if (from !== undefined) {
    const end = edge(from, 'from');
    tests.push(from.inclusive ? sql`${value} >= ${end}` : sql`${value} > ${end}`);
  }
  if (to !== undefined) {
    const end = edge(to, 'to');
    tests.push(to.inclusive ? sql`${value} <= ${end}` : sql`${value} < ${end}`);
  }
  return sql`(${join(tests, ' AND ')})`;
}

/** A written time is a period: from it on starts at its first moment, after it at its end, up to it includes all of it. */
function asHalfOpen({ from, to }: RangeNode, period: (bound: Bound) => Period): Pick<RangeNode, 'from' | 'to'> {
  const moment = (ms: number) => new Date(ms).toISOString();
  return {
    ...(from && { from: { value: moment(from.inclusive ? period(from).from : period(from).to), inclusive: true } }),
    ...(to && { to: { value: moment(to.inclusive ? period(to).to : period(to).from), inclusive: false } }),
  };
}

export function insidePeriod(column: Fragment, { from, to }: Period): Fragment {
  return sql`(${column} >= ${boundTime(new Date(from).toISOString())} AND ${column} < ${boundTime(new Date(to).toISOString())})`;
}

function read<T>(node: RangeNode, parse: (text: string) => T | undefined, reason: SyntaxReason): (bound: Bound) => T {
  return ({ value }) => {
    const parsed = parse(value);
    if (parsed === undefined) throw new QuerySyntaxError(reason, node.span, { field: node.field, value });
    return parsed;
  };
}

/** A finite decimal number as people write one. */
export function numberOf(text: string): number | undefined {
  return /^[+-]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function columnOf(field: Field): Fragment {
  return identifier(field.at === 'column' ? field.column : field.at);
}
