/**
 * normalizePath: removes repeated slashes, self references and back references that have a parent. A leading `..` of a
 * relative path stays; above the root there is nothing.
 *
 * Arguments: a value. Returns: the shortest equal path; a closing slash is kept.
 * @example normalizePath('/a//b/./../c') // '/a/c'
 */
export function normalizePath(value: string): string {
  if (value === '' || !/\/\/|(?:^|\/)\.{1,2}(?:\/|$)/.test(value)) return value;
  const absolute = value.startsWith('/');
  const kept: string[] = [];
  for (const segment of value.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!absolute) kept.push(segment);
  }
  const path = (absolute ? '/' : '') + kept.join('/');
  return value.endsWith('/') && kept.length > 0 ? path + '/' : path;
}
