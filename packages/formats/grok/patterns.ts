const ipv4 = '[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+';
const ipv6 = '[0-9A-Fa-f]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*';
const host = '[0-9A-Za-z][0-9A-Za-z_-]*(?:\\.[0-9A-Za-z][0-9A-Za-z_-]*)*\\.?';
const number = '[+-]?(?:[0-9]+(?:\\.[0-9]+)?|\\.[0-9]+)';
const user = '[a-zA-Z0-9._-]+';
const month = '[A-Z][a-z][a-z]+';
const monthDay = '[0-3]?[0-9]';
const year = '[0-9][0-9][0-9][0-9]';
const time = '[0-2]?[0-9]:[0-5][0-9](?::[0-6][0-9](?:[.,][0-9]+)?)?';
const quoted = '"(?:[^"\\\\]|\\\\.)*"|\'(?:[^\'\\\\]|\\\\.)*\'';
const hex = '[0-9A-Fa-f]';
const pair = `${hex}${hex}`;

/** Patterns by their well-known names, written for a linear engine: no counts, no lookaround, no back references. */
export const grokPatterns: ReadonlyMap<string, string> = new Map([
  ['IP', `${ipv6}|${ipv4}`],
  ['IPV4', ipv4],
  ['IPV6', ipv6],
  ['HOSTNAME', host],
  ['IPORHOST', `${ipv6}|${ipv4}|${host}`],
  ['INT', '[+-]?[0-9]+'],
  ['POSINT', '[1-9][0-9]*'],
  ['NUMBER', number],
  ['BASE16NUM', `[+-]?(?:0x)?${hex}+`],
  ['WORD', '\\b\\w+\\b'],
  ['NOTSPACE', '\\S+'],
  ['SPACE', '\\s*'],
  ['DATA', '.*?'],
  ['GREEDYDATA', '.*'],
  ['QUOTEDSTRING', quoted],
  ['QS', quoted],
  ['UUID', `${hex}+-${hex}+-${hex}+-${hex}+-${hex}+`],
  ['MAC', `${pair}[:-]${pair}[:-]${pair}[:-]${pair}[:-]${pair}[:-]${pair}`],
  ['PATH', '(?:/[^\\s?*]*|[A-Za-z]:\\\\[^\\s?*]*)'],
  ['URI', '[A-Za-z][A-Za-z0-9+.-]*://\\S+'],
  ['TIMESTAMP_ISO8601', `${year}-[01]?[0-9]-${monthDay}[T ]${time}(?:Z|[+-][0-9][0-9]:?[0-9][0-9])?`],
  ['HTTPDATE', `${monthDay}/${month}/${year}:${time} [+-]?[0-9]+`],
  ['SYSLOGTIMESTAMP', `${month} +${monthDay} ${time}`],
  ['DATE', `[0-9]+[./-][0-9]+[./-][0-9]+`],
  ['TIME', time],
  ['LOGLEVEL', '[A-Za-z]+'],
  ['USER', user],
  ['USERNAME', user],
  ['MONTH', month],
  ['MONTHDAY', monthDay],
  ['YEAR', year],
]);
