import { type FieldMapping, mappedReader } from '../fields/mapping.ts';
import type { EventSource } from '../fields/source.ts';
import { allTexts, type FieldText, fieldText, fold } from '../fields/text.ts';
import type { Atom, Expr, Test } from '../model.ts';
import { compileTextTest } from './text-test.ts';

/** Evaluates expressions on one event, the plain way: no prefilter, no memory. What the fast matcher is tested against. */
export function evaluate(expr: Expr, source: EventSource, mapping: FieldMapping): boolean {
  switch (expr.kind) {
    case 'and':
      return expr.of.every((each) => evaluate(each, source, mapping));
    case 'or':
      return expr.of.some((each) => evaluate(each, source, mapping));
    case 'not':
      return !evaluate(expr.of, source, mapping);
    case 'item':
    case 'search':
      return evaluate(expr.of, source, mapping);
    case 'atom':
      return evaluateAtom(expr, source, mapping);
  }
}

/** Whether one test holds on one field, or for keywords on any value of the event. */
function evaluateAtom(atom: Atom, source: EventSource, mapping: FieldMapping): boolean {
  if (atom.field === null) {
    const texts = allTexts(source.event);
    return texts.length > 0 && atom.test.kind !== 'exists' && holds(atom.test, texts, undefined);
  }
  const text = fieldText(mappedReader(atom.field, mapping)(source));
  const other = atom.test.kind === 'fieldref' ? fieldText(mappedReader(atom.test.field, mapping)(source)) : undefined;
  return holds(atom.test, text, other);
}

function holds(test: Test, text: FieldText, other: FieldText): boolean {
  switch (test.kind) {
    case 'exists':
      return (text !== undefined) === test.wanted;
    case 'null':
      return text === undefined || text === null;
    case 'present':
      return text !== undefined && text !== null;
    case 'fieldref':
      return textsOf(text).some((value) =>
        textsOf(other).some((wanted) =>
          compileTextTest({ kind: test.mode, text: wanted, cased: test.cased }).test(test.cased ? value : fold(value)),
        ),
      );
    default: {
      const compiled = compileTextTest(test);
      return textsOf(text).some((value) => compiled.test(compiled.folded ? fold(value) : value));
    }
  }
}

export function textsOf(text: FieldText): readonly string[] {
  return text === undefined || text === null ? [] : typeof text === 'string' ? [text] : text;
}
