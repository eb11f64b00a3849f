/** Every IANA zone that the browser knows, with UTC, which some browsers leave out of the list. */
export function timeZones(): string[] {
  return [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
}
