import { fold } from '../fields/text.ts';
import type { CompareOperator, Test } from '../model.ts';
import { inNetwork } from '../pattern/cidr.ts';
import { datePart } from '../pattern/date.ts';
import { compileRegex } from '../regex/compile.ts';
import { compileGlob } from './glob.ts';

/** Tests that look at one text at a time. */
export type TextTest = Exclude<Test, { kind: 'present' | 'null' | 'exists' | 'fieldref' }>;

/** A test over one value; `folded` says that it wants the value folded. */
export interface CompiledTextTest {
  readonly folded: boolean;
  readonly test: (value: string) => boolean;
}

/** Compiles the test of one value once, so that matching allocates nothing. */
export function compileTextTest(test: TextTest): CompiledTextTest {
  switch (test.kind) {
    case 'equals': {
      const text = test.cased ? test.text : fold(test.text);
      return { folded: !test.cased, test: (value) => value === text };
    }
    case 'startswith': {
      const text = test.cased ? test.text : fold(test.text);
      return { folded: !test.cased, test: (value) => value.startsWith(text) };
    }
    case 'endswith': {
      const text = test.cased ? test.text : fold(test.text);
      return { folded: !test.cased, test: (value) => value.endsWith(text) };
    }
    case 'contains': {
      const text = test.cased ? test.text : fold(test.text);
      return { folded: !test.cased, test: (value) => value.includes(text) };
    }
    case 'glob':
      return {
        folded: !test.cased,
        test: compileGlob(
          test.cased ? test.parts : test.parts.map((part) => (typeof part === 'string' ? fold(part) : part)),
        ),
      };
    case 'regex':
      return { folded: false, test: compileRegex(test.source, test.flags).test };
    case 'cidr': {
      const { network } = test;
      return { folded: false, test: (value) => inNetwork(network, value) };
    }
    case 'compare': {
      const compare = comparison(test.op, test.number);
      return { folded: false, test: (value) => compare(numberOf(value)) };
    }
    case 'date': {
      const compare = comparison(test.op, test.number);
      const { part } = test;
      return { folded: false, test: (value) => compare(datePart(value, part) ?? Number.NaN) };
    }
  }
}

function comparison(op: CompareOperator, bound: number): (value: number) => boolean {
  switch (op) {
    case 'lt':
      return (value) => value < bound;
    case 'lte':
      return (value) => value <= bound;
    case 'gt':
      return (value) => value > bound;
    case 'gte':
      return (value) => value >= bound;
    case 'eq':
      return (value) => value === bound;
  }
}

/** Decimal or `0x` hexadecimal; anything else is no number and compares as false. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
