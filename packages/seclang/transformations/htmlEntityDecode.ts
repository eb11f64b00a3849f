const NAMED: Readonly<Record<string, string>> = { quot: '"', amp: '&', lt: '<', gt: '>', nbsp: '\xa0' };

/**
 * htmlEntityDecode: decodes `&#xHH`, `&#DD`, `&quot`, `&amp`, `&lt`, `&gt` and `&nbsp`, with or without the semicolon.
 * A code keeps its low byte.
 *
 * Arguments: a value. Returns: the decoded value.
 * @example htmlEntityDecode('&lt;a&#x3E;') // '<a>'
 */
export function htmlEntityDecode(value: string): string {
  if (!value.includes('&')) return value;
  return value.replace(
    /&(?:#[xX]([0-9A-Fa-f]+)|#([0-9]+)|([0-9A-Za-z]+));?/g,
    (whole: string, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
      if (hex !== undefined) return String.fromCharCode(lowByte(hex, 16));
      if (decimal !== undefined) return String.fromCharCode(lowByte(decimal, 10));
      return Object.hasOwn(NAMED, name!.toLowerCase()) ? NAMED[name!.toLowerCase()]! : whole;
    },
  );
}

/** The low byte of a number of any length: leading digits only shift it away. */
function lowByte(digits: string, radix: number): number {
  let code = 0;
  for (const digit of digits) code = (code * radix + Number.parseInt(digit, radix)) % 0x1_0000_0000;
  return code & 255;
}
