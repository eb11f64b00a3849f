import { trimLeft } from './trimLeft.ts';
import { trimRight } from './trimRight.ts';

/**
 * trim: deletes white space (C's `isspace`) at both ends.
 *
 * Arguments: a value. Returns: the trimmed value.
 * @example trim(' a ') // 'a'
 */
export function trim(value: string): string {
  return trimRight(trimLeft(value));
}
