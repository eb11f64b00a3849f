import { isSpace } from './bytes.ts';

/**
 * trimRight: deletes white space (C's `isspace`) at the end.
 *
 * Arguments: a value. Returns: the trimmed value.
 * @example trimRight(' a ') // ' a'
 */
export function trimRight(value: string): string {
  let end = value.length;
  while (end > 0 && isSpace(value.charCodeAt(end - 1))) end--;
  return value.slice(0, end);
}
