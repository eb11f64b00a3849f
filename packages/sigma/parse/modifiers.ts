import { RuleFault } from '../errors.ts';
import type { CompareOperator, DatePart, RegexFlags } from '../model.ts';

/** What a modifier does, in the words of the specification's modifiers appendix; the table of docs comes from here. */
export const MODIFIERS = {
  all: 'every value of the list must match',
  startswith: 'the field begins with the value',
  endswith: 'the field ends with the value',
  contains: 'the value is anywhere in the field',
  exists: 'the field is there, whatever its value',
  cased: 'upper and lower case differ',
  neq: 'the field does not match the value; true for a missing field, like `not`',
  windash: 'any of the five dashes where an option begins',
  re: 'regular expression, searched anywhere, case-sensitive',
  i: 'after re: case-insensitive',
  m: 'after re: ^ and $ match at lines',
  s: 'after re: the dot matches newlines',
  base64: 'the value as Base64',
  base64offset: 'the value as Base64 at each of three offsets',
  utf16le: 'the value as UTF-16 little endian',
  utf16be: 'the value as UTF-16 big endian',
  utf16: 'the value as UTF-16 little endian behind a byte order mark',
  wide: 'the same as utf16le',
  lt: 'less than',
  lte: 'less than or equal',
  gt: 'greater than',
  gte: 'greater than or equal',
  minute: 'minute of a date',
  hour: 'hour of a date',
  day: 'day of the month of a date',
  week: 'ISO week of a date',
  month: 'month of a date',
  year: 'year of a date',
  cidr: 'address inside an IPv4 or IPv6 network',
  expand: 'placeholders are replaced from the configuration',
  fieldref: 'the value is the name of another field',
} as const;
type Modifier = keyof typeof MODIFIERS;

type Anchor = 'contains' | 'startswith' | 'endswith';
type Transformation = Anchor | 'windash' | 'base64' | 'base64offset' | 'utf16le' | 'utf16be' | 'utf16';

/** The modifiers of one item, sorted by what they act on. */
export interface Modifiers {
  all: boolean;
  neq: boolean;
  exists: boolean;
  cased: boolean;
  expand: boolean;
  fieldref: boolean;
  cidr: boolean;
  regex: boolean;
  flags: RegexFlags;
  compare: CompareOperator | undefined;
  datePart: DatePart | undefined;
  anchor: Anchor | undefined;
  /** In the order written, which is the order applied. */
  transformations: Transformation[];
  /** Turns the value into something that is not a string. */
  typed: boolean;
  encodes: boolean;
}

/** Reads `contains|all|…` and rejects unknown names and combinations that have no meaning. */
export function readModifiers(names: readonly string[], key: string): Modifiers {
  const found: Modifiers = {
    all: false,
    neq: false,
    exists: false,
    cased: false,
    expand: false,
    fieldref: false,
    cidr: false,
    regex: false,
    flags: { i: false, m: false, s: false },
    compare: undefined,
    datePart: undefined,
    anchor: undefined,
    transformations: [],
    typed: false,
    encodes: false,
  };
  for (const name of names) apply(found, name, key);
  found.typed =
    found.regex || found.cidr || found.fieldref || found.compare !== undefined || found.datePart !== undefined;
  check(found, key);
  return found;
}

function apply(found: Modifiers, name: string, key: string): void {
  if (!Object.hasOwn(MODIFIERS, name)) throw new RuleFault('unknown_modifier', `'${key}': no modifier '${name}'`);
  const modifier = name as Modifier;
  switch (modifier) {
    case 'all':
    case 'neq':
    case 'exists':
    case 'cased':
    case 'expand':
    case 'fieldref':
    case 'cidr':
      found[modifier] = true;
      break;
    case 're':
      found.regex = true;
      break;
    case 'i':
    case 'm':
    case 's':
      if (!found.regex) throw new RuleFault('invalid_modifier', `'${key}': '${name}' only follows re`);
      found.flags = { ...found.flags, [modifier]: true };
      break;
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      found.compare = modifier;
      break;
    case 'minute':
    case 'hour':
    case 'day':
    case 'week':
    case 'month':
    case 'year':
      found.datePart = modifier;
      break;
    case 'contains':
    case 'startswith':
    case 'endswith':
      found.anchor = modifier;
      found.transformations.push(modifier);
      break;
    case 'wide':
      found.transformations.push('utf16le');
      found.encodes = true;
      break;
    default:
      found.transformations.push(modifier);
      found.encodes = found.encodes || modifier !== 'windash';
  }
}

function check(found: Modifiers, key: string): void {
  const kinds = [found.regex, found.cidr, found.fieldref, found.exists, found.compare ?? found.datePart].filter(
    Boolean,
  );
  if (kinds.length > 1) throw new RuleFault('invalid_modifier', `'${key}' gives the value two types`);
  const transformed = found.transformations.some((step) => !found.fieldref || step !== found.anchor);
  // Anchors on a regular expression say nothing that the expression does not: it is searched anywhere.
  const harmless = found.regex && found.transformations.every((step) => step === 'contains');
  if (kinds.length > 0 && transformed && !harmless)
    throw new RuleFault('invalid_modifier', `'${key}' transforms a value that is not a string`);
}
