/** A text as PostgreSQL takes it: without NUL, without half a character, and without blanks around it. */
export function storable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed().trim();
}
