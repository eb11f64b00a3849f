import { foldAscii, type Necessary, UNKNOWN } from '../prefilter/necessary.ts';
import type { BoundTest, Operator } from './operator.ts';

/**
 * @containsWord: whether the argument occurs in the value between non-word characters or ends (word characters are ASCII
 * letters, digits and `_`).
 *
 * Arguments: text, macros allowed; case counts. Returns: whether it occurs so.
 * @example containsWord.bind('delete', resources).test('a delete b') // true
 */
export const containsWord: Operator = {
  macros: true,
  bind(argument): BoundTest {
    const necessary: Necessary = argument === '' ? UNKNOWN : [[foldAscii(argument)]];
    return { necessary, test: (value) => hasWord(value, argument) };
  },
};

function hasWord(value: string, word: string): boolean {
  if (word === '') return true;
  for (let at = value.indexOf(word); at >= 0; at = value.indexOf(word, at + 1)) {
    if (!isWord(value.charCodeAt(at - 1)) && !isWord(value.charCodeAt(at + word.length))) return true;
  }
  return false;
}

/** Outside the value the code is NaN, which is no word character. */
function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
}
