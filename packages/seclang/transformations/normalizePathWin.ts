import { normalizePath } from './normalizePath.ts';

/**
 * normalizePathWin: `normalizePath` after turning backslashes into slashes.
 *
 * Arguments: a value. Returns: the shortest equal path with forward slashes.
 * @example normalizePathWin('a\\b\\..\\c') // 'a/c'
 */
export function normalizePathWin(value: string): string {
  return normalizePath(value.includes('\\') ? value.replaceAll('\\', '/') : value);
}
