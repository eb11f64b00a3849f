import type { FieldOrigin } from '../fields/mapping.ts';
import { flatNames } from '../fields/reader.ts';
import { quote, quoteAll } from './sql.ts';

/**
 * In front of what the `native` column holds as JSON: numbers, booleans, lists, null. Text stands as it is. A field
 * that is not there reads as the mark and `undefined`, which no JSON text is.
 */
const MARK = "'\\x01'";
const ABSENT = "'\\x01undefined'";

/**
 * What the column holds for a field: SQL of a String. With `exact`, `ABSENT` for a field that the event lacks; without,
 * the empty text, for tests that it does not pass: to ask a map whether it has a key costs more than all the rest.
 */
export function rawValue(origin: FieldOrigin, exact: boolean): string {
  switch (origin.kind) {
    case 'field':
      return exact ? namedValue(origin.names) : namedText(origin.names);
    case 'decimal': {
      const raw = namedValue([origin.name]);
      return `if(match(${raw}, '^0[xX][0-9a-fA-F]{1,8}$'), toString(${hexNumber(raw)}), ${raw})`;
    }
    case 'word': {
      const raw = namedValue([origin.name]);
      const text = plainText(raw);
      const found = `transform(${text}, ${quoteAll([...origin.words.keys()])}, ${quoteAll([...origin.words.values()])}, '')`;
      const shown = origin.both ? `concat(${MARK}, toJSONString([${found}, ${text}]))` : found;
      return `if(${found} = '', ${raw}, ${shown})`;
    }
    case 'account': {
      const [name, domain] = [mapValue(origin.name), mapValue(origin.domain)];
      return `if(${isText(name)} AND ${isText(domain)} AND ${domain} NOT IN ('', ${ABSENT}), concat(${domain}, '\\\\', ${name}), ${name})`;
    }
    case 'registry_path': {
      const [object, value] = [mapValue(origin.key), mapValue(origin.value)];
      const machine = `replaceRegexpOne(${object}, '(?i)^\\\\\\\\REGISTRY\\\\\\\\MACHINE(\\\\\\\\|$)', 'HKLM\\\\1')`;
      const key = `replaceRegexpOne(${machine}, '(?i)^\\\\\\\\REGISTRY\\\\\\\\USER(\\\\\\\\|$)', 'HKU\\\\1')`;
      const path = `if(${isText(value)} AND ${value} NOT IN ('', '-'), concat(${key}, '\\\\', ${value}), ${key})`;
      return `if(${isText(object)}, ${path}, ${object})`;
    }
  }
}

/** Whether the event has the field, be it null. */
export function isPresent(raw: string): string {
  return `${raw} != ${ABSENT}`;
}

/** The texts of what the column holds, as the matcher compares them: Array(String). */
export function textsOf(raw: string): string {
  return `if(${isText(raw)}, [${raw}], ${marked(raw)})`;
}

/** Every text of the event: Array(String). */
export const ALL_TEXTS = `arrayFlatten(arrayMap(v -> ${textsOf('v')}, mapValues(native)))`;

function isText(raw: string): string {
  return `NOT startsWith(${raw}, ${MARK})`;
}

/** The texts behind the mark: a list's items but null, a number or boolean as JSON writes it. */
function marked(raw: string): string {
  const json = `substring(${raw}, 2)`;
  const items = `arrayMap(i -> if(startsWith(i, '"'), JSONExtractString(i), i), arrayFilter(i -> i != 'null', JSONExtractArrayRaw(${json})))`;
  return `multiIf(${json} IN ('undefined', 'null'), [], startsWith(${json}, '['), ${items}, startsWith(${json}, '"'), [JSONExtractString(${json})], [${json}])`;
}

/** A scalar without its mark. */
function plainText(raw: string): string {
  return `if(${isText(raw)}, ${raw}, substring(${raw}, 2))`;
}

/** Number of a text `0x…` of up to eight digits. */
export function hexNumber(text: string): string {
  return `reinterpretAsUInt64(reverse(unhex(leftPad(substring(${text}, 3), 16, '0'))))`;
}

function mapValue(key: string): string {
  return `if(mapContains(native, ${quote(key)}), native[${quote(key)}], ${ABSENT})`;
}

/** The first of the names under which the event has a text; an empty one counts as none. */
function namedText(names: readonly string[]): string {
  const values = names.flatMap((name) => {
    const { own, aliases } = flatNames(name);
    return [
      ...own.map(mapText),
      ...aliases.map((key) => `replaceRegexpOne(${mapText(key)}, '^\\\\x01(\\\\[.*|null)$', '')`),
    ];
  });
  if (values.length === 1) return values[0]!;
  return `multiIf(${values
    .slice(0, -1)
    .map((value) => `${value} != '', ${value}`)
    .join(', ')}, ${values.at(-1)})`;
}

function mapText(key: string): string {
  return `native[${quote(key)}]`;
}

/** The first of the names that the event has; of shippers' aliases only where it is no list or null. */
function namedValue(names: readonly string[]): string {
  const branches: string[] = [];
  for (const name of names) {
    const { own, aliases } = flatNames(name);
    for (const key of own) branches.push(`mapContains(native, ${quote(key)})`, `native[${quote(key)}]`);
    for (const key of aliases) {
      const value = `native[${quote(key)}]`;
      branches.push(`mapContains(native, ${quote(key)}) AND NOT match(${value}, '^\\\\x01(\\\\[|null$)')`, value);
    }
  }
  return branches.length === 2 ? `if(${branches.join(', ')}, ${ABSENT})` : `multiIf(${branches.join(', ')}, ${ABSENT})`;
}
