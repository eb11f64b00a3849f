import { RuleFault } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { Atom, CompareOperator, DatePart, Expr, PatternPart, Test } from '../model.ts';
import { parseNetwork } from '../pattern/cidr.ts';
import { base64, base64Offsets, utf16 } from '../pattern/encode.ts';
import { anchored, hasWildcard, parsePattern, patternTest, plainText } from '../pattern/pattern.ts';
import { windash } from '../pattern/windash.ts';
import { compileRegex } from '../regex/compile.ts';
import { type Modifiers, readModifiers } from './modifiers.ts';
import { expandPlaceholders, type Placeholders } from './placeholders.ts';

/** One `field|modifiers: values` line as an expression over atoms (specification 2.1.0, "Maps", "Value Modifiers"). */
export function parseItem(key: string, value: unknown, placeholders: Placeholders): Expr {
  const [name = '', ...modifierNames] = key.split('|');
  const field = name === '' ? null : name;
  const modifiers = readModifiers(modifierNames, key);
  const values = Array.isArray(value) ? value : [value];
  if (values.length === 0) throw new RuleFault('invalid_value', `'${key}' has an empty list`);
  const tests = values.flatMap((each) => testsOf(each, modifiers, key, field, placeholders));
  const size = tests.reduce((sum, alternatives) => sum + alternatives.length, 0);
  if (size > LIMITS.valuesPerItem)
    throw new RuleFault('limit_exceeded', `'${key}' has ${size} values, more than ${LIMITS.valuesPerItem}`);
  const alternatives = tests.map((test) => anyOf(test.map((each) => atom(field, each))));
  const joined = modifiers.all ? allOf(alternatives) : anyOf(alternatives);
  const of: Expr = modifiers.neq ? { kind: 'not', of: joined } : joined;
  return { kind: 'item', label: key, of };
}

/** Keywords: a list of strings without a field, looked for in the whole event. */
export function parseKeyword(value: unknown, placeholders: Placeholders): Expr {
  return parseItem('', value, placeholders);
}

export function anyOf(of: readonly Expr[]): Expr {
  return of.length === 1 ? of[0]! : { kind: 'or', of };
}

export function allOf(of: readonly Expr[]): Expr {
  return of.length === 1 ? of[0]! : { kind: 'and', of };
}

function atom(field: string | null, test: Test): Atom {
  return { kind: 'atom', field, test };
}

/** The tests of one value: the outer list are values, the inner one variants of the same value (any will do). */
function testsOf(
  value: unknown,
  modifiers: Modifiers,
  key: string,
  field: string | null,
  placeholders: Placeholders,
): Test[][] {
  if (modifiers.exists) {
    if (field === null) throw new RuleFault('invalid_modifier', `'${key}': exists needs a field`);
    if (typeof value !== 'boolean') throw new RuleFault('invalid_value', `'${key}' wants true or false`);
    return [[{ kind: 'exists', wanted: value }]];
  }
  if (value === null || value === undefined) {
    if (modifiers.typed || modifiers.encodes) throw new RuleFault('invalid_value', `'${key}' does not take null`);
    if (field === null) throw new RuleFault('invalid_value', `a keyword cannot be null`);
    return [[{ kind: 'null' }]];
  }
  if (typeof value === 'object') throw new RuleFault('invalid_value', `'${key}' has a map or a list as a value`);
  const text = scalarText(value, key);
  const numeric = numericTest(text, modifiers, key);
  if (numeric !== undefined) return [[numeric]];
  const texts = modifiers.expand ? expandPlaceholders(text, placeholders, key) : [text];
  // A placeholder's values are alternatives of one value, so that `all` still asks for one of each.
  return [texts.flatMap((each) => textTests(each, modifiers, key, field))];
}

function scalarText(value: unknown, key: string): string {
  const text = String(value);
  if (text.length > LIMITS.valueChars)
    throw new RuleFault('limit_exceeded', `a value of '${key}' is longer than ${LIMITS.valueChars} characters`);
  return text;
}

function numericTest(text: string, modifiers: Modifiers, key: string): Test | undefined {
  const { compare, datePart } = modifiers;
  if (compare === undefined && datePart === undefined) return undefined;
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(number)) throw new RuleFault('invalid_value', `'${key}' wants a number, not '${text}'`);
  const op: CompareOperator = compare ?? 'eq';
  return datePart === undefined
    ? { kind: 'compare', op, number }
    : { kind: 'date', part: datePart satisfies DatePart, op, number };
}

function textTests(text: string, modifiers: Modifiers, key: string, field: string | null): Test[] {
  if (modifiers.regex) {
    compileRegex(text, modifiers.flags);
    return [{ kind: 'regex', source: text, flags: modifiers.flags }];
  }
  if (modifiers.cidr) {
    const network = parseNetwork(text);
    if (network === undefined) throw new RuleFault('invalid_value', `'${key}': '${text}' is not a network`);
    return [{ kind: 'cidr', network }];
  }
  const parts = parsePattern(text);
  if (modifiers.fieldref) {
    if (field === null || hasWildcard(parts))
      throw new RuleFault('invalid_modifier', `'${key}': fieldref wants the name of a field`);
    const mode = modifiers.anchor ?? 'equals';
    return [{ kind: 'fieldref', field: plainText(parts), mode, cased: modifiers.cased }];
  }
  let variants: (readonly PatternPart[])[] = [parts];
  let bytes = false;
  for (const step of modifiers.transformations) {
    switch (step) {
      case 'windash':
        variants = variants.flatMap(windash);
        break;
      case 'base64':
        variants = variants.map((each) => literal(base64(each, bytes)));
        break;
      case 'base64offset':
        variants = variants.flatMap((each) => base64Offsets(each, bytes).map(literal));
        break;
      case 'contains':
      case 'startswith':
      case 'endswith':
        variants = variants.map((each) => anchored(each, step));
        break;
      default:
        variants = variants.map((each) => utf16(each, step));
        bytes = true;
    }
  }
  // A keyword is looked for anywhere in the event's values.
  if (field === null) variants = variants.map((each) => anchored(each, 'contains'));
  return variants.flatMap((each) => withBareGuid(patternTest(each, modifiers.cased)));
}

/** Windows writes GUIDs in braces, some readers of event logs without: a rule that asks for one means the GUID. */
function withBareGuid(test: Test): Test[] {
  if (test.kind !== 'equals' || !/^\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i.test(test.text)) return [test];
  return [test, { ...test, text: test.text.slice(1, -1) }];
}

/** Base64 text has no wildcards; an empty result would match everything. */
function literal(text: string): PatternPart[] {
  if (text === '') throw new RuleFault('invalid_value', 'the value is too short for Base64 offsets');
  return [text];
}
