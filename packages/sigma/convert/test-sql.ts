import { fold } from '../fields/text.ts';
import type { TextTest } from '../match/text-test.ts';
import { ANY_CHAR, ANY_RUN, type CompareOperator, type DatePart, type PatternPart } from '../model.ts';
import type { Network } from '../pattern/cidr.ts';
import { DASHES } from '../pattern/pattern.ts';
import { hexNumber } from './field-sql.ts';
import { toRe2 } from './re2.ts';
import { allOf, anyOf, quote } from './sql.ts';

/** The form of a text in which case does not matter; the same as `fold` of the matcher. */
export function folded(text: string): string {
  return `replaceAll(lowerUTF8(${text}), 'ς', 'σ')`;
}

/** A test of one text as a condition on an SQL expression. */
function testSql(test: TextTest, value: string): string {
  switch (test.kind) {
    case 'equals':
    case 'startswith':
    case 'endswith':
    case 'contains': {
      const [text, of] = test.cased ? [test.text, value] : [fold(test.text), folded(value)];
      return affixSql(test.kind, of, quote(text));
    }
    case 'glob': {
      const parts = test.cased ? test.parts : test.parts.map((part) => (typeof part === 'string' ? fold(part) : part));
      return `match(${test.cased ? value : folded(value)}, ${quote(globToRe2(parts))})`;
    }
    case 'regex':
      return `match(${value}, ${quote(toRe2(test.source, test.flags))})`;
    case 'cidr':
      return cidrSql(test.network, value);
    case 'compare':
      return `ifNull(${numberOf(value)} ${SIGNS[test.op]} ${test.number}, 0)`;
    case 'date':
      return `ifNull(${datePartOf(value, test.part)} ${SIGNS[test.op]} ${test.number}, 0)`;
  }
}

/** Whether `value` is, begins, ends with or has `text`; both SQL expressions. */
export function affixSql(mode: 'equals' | 'startswith' | 'endswith' | 'contains', value: string, text: string): string {
  switch (mode) {
    case 'equals':
      return `${value} = ${text}`;
    case 'startswith':
      return `startsWith(${value}, ${text})`;
    case 'endswith':
      return `endsWith(${value}, ${text})`;
    case 'contains':
      return `position(${value}, ${text}) > 0`;
  }
}

const SIGNS: Readonly<Record<CompareOperator, string>> = { lt: '<', lte: '<=', gt: '>', gte: '>=', eq: '=' };

function globToRe2(parts: readonly PatternPart[]): string {
  const text = parts.map((part) => {
    if (typeof part === 'string')
      return part.replace(/[^0-9A-Za-z_ ]/gu, (char) => `\\x{${char.codePointAt(0)!.toString(16)}}`);
    if (part === ANY_RUN) return '(?s:.*)';
    return part === ANY_CHAR ? '(?s:.)' : `[${DASHES.map((dash) => (dash === '-' ? '\\-' : dash)).join('')}]`;
  });
  return `\\A${text.join('')}\\z`;
}

/** Both families are compared as 128 bits; a network of version 6 takes only addresses written with colons. */
function cidrSql(network: Network, value: string): string {
  const address = `toIPv6OrNull(splitByChar('%', ${value})[1])`;
  const size = 1n << BigInt((network.version === 4 ? 32 : 128) - network.prefix);
  const first = ipv6Text(network.base, network.version);
  const last = ipv6Text(network.base + size - 1n, network.version);
  const inside = `ifNull(${address} BETWEEN toIPv6(${quote(first)}) AND toIPv6(${quote(last)}), 0)`;
  return network.version === 4 ? inside : allOf([`position(${value}, ':') > 0`, inside]);
}

function ipv6Text(value: bigint, version: 4 | 6): string {
  const wide = version === 4 ? value | (0xffffn << 32n) : value;
  return Array.from({ length: 8 }, (_, i) => ((wide >> BigInt(16 * (7 - i))) & 0xffffn).toString(16)).join(':');
}

/** A decimal or `0x` number, NULL for anything else: Nullable(Float64). */
function numberOf(value: string): string {
  const text = `trim(BOTH ' \\t\\n\\r' FROM ${value})`;
  const decimal = `match(${text}, '^[+-]?([0-9]+\\\\.?[0-9]*|\\\\.[0-9]+)([eE][+-]?[0-9]+)?$')`;
  const hexadecimal = `match(${text}, '^0[xX][0-9a-fA-F]{1,16}$')`;
  return `multiIf(${decimal}, toFloat64OrNull(${text}), ${hexadecimal}, toFloat64(${hexNumber(text)}), NULL)`;
}

const DATE = "'([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ]([0-9]{1,2}):([0-9]{2}))?'";

/** A part of a date as it is written, or of seconds or milliseconds since the epoch: Nullable. */
function datePartOf(value: string, part: DatePart): string {
  const seconds = `toFloat64(if(match(${value}, '^[0-9]{9,14}([.][0-9]+)?$'), ${value}, '0'))`;
  const epoch = `formatDateTime(toDateTime(toUInt32(if(${seconds} < 1e11, ${seconds}, ${seconds} / 1000)), 'UTC'), '%Y-%m-%d %H:%i')`;
  const text = `if(match(${value}, ${DATE}), ${value}, if(match(${value}, '^[0-9]{9,14}([.][0-9]+)?$'), ${epoch}, ''))`;
  const at = (index: number): string => `toInt32OrNull(extractGroups(${text}, ${DATE})[${index}])`;
  const valid = allOf([`${at(2)} BETWEEN 1 AND 12`, `${at(3)} BETWEEN 1 AND 31`]);
  const week = `toISOWeek(makeDate(${at(1)}, ${at(2)}, 1) + (${at(3)} - 1))`;
  const hour = `if(${at(4)} <= 23, ${at(4)}, NULL)`;
  const found = { year: at(1), month: at(2), day: at(3), week, hour, minute: at(5) }[part];
  return `if(ifNull(${valid}, 0), ${found}, NULL)`;
}

/** Several conditions on one text, joined by OR where many of a kind become one call. */
export function anyTestSql(tests: readonly TextTest[], value: string): string {
  const grouped = new Map<string, string[]>();
  const others: TextTest[] = [];
  for (const test of tests) {
    const many =
      test.kind === 'equals' || test.kind === 'startswith' || test.kind === 'endswith' || test.kind === 'contains';
    // An empty text is in every value, which a search for several texts does not say.
    if (!many || test.cased || test.text === '') others.push(test);
    else {
      const texts = grouped.get(test.kind) ?? [];
      texts.push(fold(test.text));
      grouped.set(test.kind, texts);
    }
  }
  const of = folded(value);
  const conditions = [...grouped].flatMap(([kind, texts]) => manySql(kind, texts, of));
  return anyOf([...conditions, ...others.map((test) => testSql(test, value))]);
}

/** Needles that ClickHouse looks for in one call. */
const MAX_NEEDLES = 250;

function manySql(kind: string, texts: readonly string[], value: string): string[] {
  if (kind === 'equals') return [`${value} IN (${texts.map(quote).join(', ')})`];
  if (kind === 'contains') {
    const chunks = Array.from({ length: Math.ceil(texts.length / MAX_NEEDLES) }, (_, index) =>
      texts.slice(index * MAX_NEEDLES, (index + 1) * MAX_NEEDLES),
    );
    return chunks.map((chunk) => `multiSearchAny(${value}, [${chunk.map(quote).join(', ')}])`);
  }
  const name = kind === 'startswith' ? 'startsWith' : 'endsWith';
  if (texts.length === 1) return [`${name}(${value}, ${quote(texts[0]!)})`];
  return [`arrayExists(t -> ${name}(${value}, t), [${texts.map(quote).join(', ')}])`];
}
