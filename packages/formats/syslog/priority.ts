/** Facility names of RFC 5424 table 1, by code. */
const FACILITIES = [
  'kern', 'user', 'mail', 'daemon', 'auth', 'syslog', 'lpr', 'news', 'uucp', 'cron', 'authpriv', 'ftp',
  'ntp', 'audit', 'alert', 'clock', 'local0', 'local1', 'local2', 'local3', 'local4', 'local5', 'local6', 'local7',
]; // biome-ignore format: one table

/** Severity names of RFC 5424 table 2, by code. */
const SEVERITIES = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'informational', 'debug'];

/** Name of a facility code 0..23. */
export function facilityName(code: number): string | undefined {
  return FACILITIES[code];
}

/** Name of a severity code 0..7. */
export function severityName(code: number): string | undefined {
  return SEVERITIES[code];
}

/** Code of a facility name (`authpriv`, `local0`), or `undefined`. */
export function facilityCode(name: string): number | undefined {
  const code = FACILITIES.indexOf(name.toLowerCase());
  return code < 0 ? undefined : code;
}

const SHORT = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'];

/** Code of a severity name in its long or short form (`informational`, `info`), or `undefined`. */
export function severityCode(name: string): number | undefined {
  const folded = name.toLowerCase();
  const long = SEVERITIES.indexOf(folded);
  if (long >= 0) return long;
  const short = SHORT.findIndex((word) => folded.startsWith(word));
  return short < 0 ? undefined : short;
}
