/**
 * utf8toUnicode: writes every multi-byte UTF-8 character as `%uhhhh`; ASCII and malformed bytes stay.
 *
 * Arguments: a value. Returns: the value with its wide characters spelled out.
 * @example utf8toUnicode('\xc3\xa9') // '%u00e9'
 */
export function utf8toUnicode(value: string): string {
  if (!/[\xc2-\xf4]/.test(value)) return value;
  return value.replace(
    /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g,
    (bytes) => '%u' + codePoint(bytes).toString(16).padStart(4, '0'),
  );
}

function codePoint(bytes: string): number {
  let code = bytes.charCodeAt(0) & (0xff >> (bytes.length + 1));
  for (let index = 1; index < bytes.length; index++) code = (code << 6) | (bytes.charCodeAt(index) & 0x3f);
  return code;
}
