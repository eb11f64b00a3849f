/** Text for people from a string of bytes: UTF-8 where it is that, else one character a byte. */
export function bytesAsText(bytes: string): string {
  if (!/[\x80-\xff]/.test(bytes)) return bytes;
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? bytes : text;
}
