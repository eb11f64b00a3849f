import { type FieldMapping, fieldOrigin } from '../fields/mapping.ts';
import { compileTextTest, type TextTest } from '../match/text-test.ts';
import type { Atom, Expr, Test } from '../model.ts';
import type { Aliases } from './aliases.ts';
import { ALL_TEXTS, isPresent, rawValue, textsOf } from './field-sql.ts';
import { allOf, anyOf } from './sql.ts';
import { affixSql, anyTestSql, folded } from './test-sql.ts';

/**
 * A condition on the `native` column that holds where the matcher says that the expression does.
 *
 * @throws NotConvertible where SQL has no way to say it
 */
export function conditionSql(expr: Expr, mapping: FieldMapping, aliases: Aliases): string {
  switch (expr.kind) {
    case 'and':
      return allOf(expr.of.map((each) => conditionSql(each, mapping, aliases)));
    case 'or':
      return orSql(expr.of, mapping, aliases);
    case 'not':
      return `NOT (${conditionSql(expr.of, mapping, aliases)})`;
    case 'item':
    case 'search':
      return conditionSql(expr.of, mapping, aliases);
    case 'atom':
      return atomSql(expr, mapping, aliases);
  }
}

/** Tests of one field are asked of it together. */
function orSql(of: readonly Expr[], mapping: FieldMapping, aliases: Aliases): string {
  const byField = new Map<string | null, TextTest[]>();
  const rest: string[] = [];
  for (const each of of) {
    const text = each.kind === 'atom' && isTextTest(each.test) ? each.test : undefined;
    if (each.kind !== 'atom' || text === undefined) rest.push(conditionSql(each, mapping, aliases));
    else {
      const tests = byField.get(each.field) ?? [];
      tests.push(text);
      byField.set(each.field, tests);
    }
  }
  return anyOf([...[...byField].map(([field, tests]) => textsSql(field, tests, mapping, aliases)), ...rest]);
}

function isTextTest(test: Test): test is TextTest {
  return test.kind !== 'present' && test.kind !== 'null' && test.kind !== 'exists' && test.kind !== 'fieldref';
}

function textsSql(field: string | null, tests: readonly TextTest[], mapping: FieldMapping, aliases: Aliases): string {
  const exact = tests.some(holdsForEmpty);
  return `arrayExists(x -> ${anyTestSql(tests, 'x')}, ${fieldTexts(field, mapping, aliases, exact)})`;
}

function holdsForEmpty(test: TextTest): boolean {
  return compileTextTest(test).test('');
}

/** Name of the texts of a field, or of the whole event. */
function fieldTexts(field: string | null, mapping: FieldMapping, aliases: Aliases, exact = true): string {
  return aliases.name(field === null ? ALL_TEXTS : textsOf(fieldRaw(field, mapping, aliases, exact)));
}

function fieldRaw(field: string, mapping: FieldMapping, aliases: Aliases, exact = true): string {
  return aliases.name(rawValue(fieldOrigin(field, mapping), exact));
}

function atomSql({ field, test }: Atom, mapping: FieldMapping, aliases: Aliases): string {
  if (isTextTest(test)) return textsSql(field, [test], mapping, aliases);
  const texts = fieldTexts(field, mapping, aliases);
  if (test.kind === 'present') return `notEmpty(${texts})`;
  if (field === null) return '0';
  switch (test.kind) {
    case 'exists': {
      const present = isPresent(fieldRaw(field, mapping, aliases));
      return test.wanted ? present : `NOT (${present})`;
    }
    case 'null':
      return `empty(${texts})`;
    case 'fieldref': {
      const other = fieldTexts(test.field, mapping, aliases);
      const form = (text: string): string => (test.cased ? text : folded(text));
      return `arrayExists(x -> arrayExists(y -> ${affixSql(test.mode, form('x'), form('y'))}, ${other}), ${texts})`;
    }
  }
}
