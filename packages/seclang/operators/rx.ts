import { RegexRefusal } from '../regex/ast.ts';
import { type CompiledRegex, compileRegex } from '../regex/compile.ts';
import { type BoundTest, type Operator, OperatorRefusal } from './operator.ts';

/** TX:0 to TX:9. */
const CAPTURES = 10;

/**
 * @rx: whether a PCRE pattern matches somewhere in the value. Compiled with DOTALL and DOLLAR_ENDONLY, on bytes; `^` and
 * `$` are the ends of the value unless the pattern says `(?m)`.
 *
 * Arguments: a pattern, macros allowed. Returns: whether it matches; captures are its groups.
 * @example rx.bind('(?i)union\\s+select', resources).test('1 UNION SELECT 2') // true
 */
export const rx: Operator = {
  macros: true,
  bind(argument): BoundTest {
    const regex = compile(argument);
    return {
      necessary: regex.necessary,
      ...(regex.prepare === undefined ? {} : { prepare: regex.prepare }),
      test(value, captured) {
        if (captured === undefined) return regex.test(value);
        const groups = regex.exec(value);
        if (groups === undefined) return false;
        captured.splice(0, captured.length, ...groups.slice(0, CAPTURES));
        return true;
      },
    };
  },
};

function compile(pattern: string): CompiledRegex {
  try {
    return compileRegex(pattern);
  } catch (error) {
    if (error instanceof RegexRefusal) throw new OperatorRefusal(`regular expression: ${error.message}`);
    throw error;
  }
}
