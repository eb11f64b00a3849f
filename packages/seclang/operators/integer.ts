/** Reads an integer as C's `atoi` does: leading white space, a sign, digits; 0 where there is none. */
export function integerOf(text: string): number {
  const code = text.charCodeAt(0);
  // The usual case, one or more plain digits, needs no pattern.
  if (text.length === 1 && code >= 48 && code <= 57) return code - 48;
  const found = /^[\t-\r ]*([+-]?[0-9]+)/.exec(text);
  return found === null ? 0 : Number(found[1]);
}
