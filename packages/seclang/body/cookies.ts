import { Entry } from '../transaction/entry.ts';

/** Splits a Cookie header into its pairs (RFC 6265, section 5.4, read leniently). Values are not decoded. */
export function parseCookies(header: string, limit: number): Entry[] {
  const entries: Entry[] = [];
  for (const pair of header.split(';', limit)) {
    const equals = pair.indexOf('=');
    const name = (equals < 0 ? pair : pair.slice(0, equals)).replace(/^[\t ]+/, '');
    if (name === '' && equals < 0) continue;
    entries.push(new Entry(name, equals < 0 ? '' : pair.slice(equals + 1)));
  }
  return entries;
}
