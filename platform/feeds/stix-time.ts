const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/;

/**
 * A STIX timestamp (STIX 2.1, section 2.10: RFC 3339 in UTC, any number of digits behind the second) as a text that sorts
 * by time: always nine digits.
 *
 * @returns `undefined` for what is none
 */
export function sortableTime(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const found = TIME.exec(value);
  if (found === null || Number.isNaN(Date.parse(value))) return undefined;
  return `${found[1]}.${(found[2] ?? '').padEnd(9, '0')}Z`;
}
