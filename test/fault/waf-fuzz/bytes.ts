/** Numbers below a bound; one for each request, so that a seed and an index make it again. */
export type Random = (below: number) => number;

/** A member of the list. */
export function one<T>(list: readonly T[], random: Random): T {
  return list[random(list.length)] as T;
}

/** Texts that parsers of HTTP and of what it carries have stumbled over. One byte a character. */
const HOSTILE = [
  '\r\n',
  '\n',
  '\r',
  '\r\n\r\n',
  '\0',
  ' ',
  '\t',
  ':',
  '%',
  '%00',
  '%u0041',
  '%c0%ae',
  '%ff',
  '+',
  '&',
  ';',
  '=',
  '"',
  "'",
  '\\',
  '\\u0000',
  '\\ud800',
  '{',
  '[',
  '[[[[',
  ']',
  '}',
  '<',
  '<!ENTITY a "b">',
  '<![CDATA[',
  '&#0;',
  '--',
  '\x7f',
  '\x80',
  '\xff\xfe',
  '\xed\xa0\x80',
  'HTTP/1.1',
  'GET / HTTP/1.1\r\nHost: b\r\n\r\n',
  '0\r\n\r\n',
  'ffffffffffffffff\r\n',
  '__proto__',
  'constructor',
  "' or 1=1 -- ",
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '$' + '{jndi:ldap://x}',
  '%{TX.0}',
];

/** One to four changes: a bit turned, bytes cut, doubled, moved, or hostile text put in, once or up to 4,000 times. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  let found = bytes;
  for (let changes = 1 + random(4); changes > 0; changes--) found = change(found, random);
  return found;
}

function change(bytes: Buffer, random: Random): Buffer {
  const at = random(bytes.length + 1);
  const to = at + random(Math.max(1, Math.min(64, bytes.length - at)));
  switch (random(8)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)]);
    case 3:
    case 4: {
      if (bytes.length === 0) return bytes;
      const turned = Buffer.from(bytes);
      const place = random(turned.length);
      turned[place] = random(2) === 0 ? (turned[place] ?? 0) ^ (1 << random(8)) : random(256);
      return turned;
    }
    default: {
      const times = random(80) === 0 ? 1 + random(4_000) : 1;
      const text = Buffer.from(one(HOSTILE, random).repeat(times), 'latin1');
      return Buffer.concat([bytes.subarray(0, at), text, bytes.subarray(to)]);
    }
  }
}
