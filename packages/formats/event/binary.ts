/** Whether text is not text: NUL, or more than a tenth of control and replacement characters at its start. */
export function isBinary(text: string): boolean {
  if (text.indexOf('\u0000') >= 0) return true;
  const length = Math.min(text.length, 1024);
  let odd = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    // Tab, escape (colours) and the audit log's group separator are honest.
    if ((code < 32 && code !== 9 && code !== 27 && code !== 29) || code === 0xfffd) odd += 1;
  }
  return odd * 10 > length;
}
