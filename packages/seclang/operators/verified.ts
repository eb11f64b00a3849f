import { RegexRefusal } from '../regex/ast.ts';
import { compileRegex } from '../regex/compile.ts';
import { type BoundTest, OperatorRefusal } from './operator.ts';

/**
 * A test that finds candidates with a pattern and accepts the first whose digits pass `verify`. The candidate is the
 * capture.
 */
export function verified(pattern: string, verify: (digits: readonly number[]) => boolean): BoundTest {
  let regex: ReturnType<typeof compileRegex>;
  try {
    regex = compileRegex(pattern);
  } catch (error) {
    if (error instanceof RegexRefusal) throw new OperatorRefusal(`regular expression: ${error.message}`);
    throw error;
  }
  return {
    necessary: regex.necessary,
    test(value, captured) {
      let rest = value;
      for (;;) {
        const candidate = regex.exec(rest)?.[0];
        if (candidate === undefined || candidate === '') return false;
        if (verify(digitsOf(candidate))) {
          if (captured !== undefined) captured.splice(0, captured.length, candidate);
          return true;
        }
        rest = rest.slice(rest.indexOf(candidate) + candidate.length);
      }
    },
  };
}

function digitsOf(text: string): number[] {
  return Array.from(text.replace(/[^0-9]/g, ''), Number);
}
