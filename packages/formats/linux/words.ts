/** The word (up to a space, `;` or the end) right behind the first `marker`, or `''`. */
export function wordAfter(text: string, marker: string): string {
  const found = text.indexOf(marker);
  if (found < 0) return '';
  const start = found + marker.length;
  let end = start;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === 32 || code === 59) break;
  }
  return text.slice(start, end);
}
