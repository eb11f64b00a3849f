import type { Found, Masker } from '../masker.ts';

/** A part's content is left out when it holds a NUL or this share of characters that are none. */
const BINARY_SHARE = 0.1;

/**
 * Masks the fields of a multipart body (RFC 7578), each by the name in its Content-Disposition. A part that is no text is
 * replaced by its length in characters: a picture says nothing in a log.
 */
export function maskMultipart(text: string, boundary: string, masker: Masker, found: Found): string {
  const parts = text.split(`--${boundary}`);
  return parts.map((part) => maskPart(part, masker, found)).join(`--${boundary}`);
}

function maskPart(part: string, masker: Masker, found: Found): string {
  const gap = /\r?\n\r?\n/.exec(part);
  if (gap === null) return part;
  const start = gap.index + gap[0].length;
  const head = part.slice(0, gap.index);
  const tail = part.endsWith('\r\n') ? '\r\n' : part.endsWith('\n') ? '\n' : '';
  const value = part.slice(start, Math.max(start, part.length - tail.length));
  const name = /[;\s]name=(?:"([^"]*)"|([^\s;]+))/i.exec(head);
  const shown = isBinary(value)
    ? `[${value.length} characters that are no text]`
    : masker.field(name?.[1] ?? name?.[2] ?? '', value, found);
  return part.slice(0, start) + shown + tail;
}

/** Whether a text made from bytes was none. */
export function isBinary(text: string): boolean {
  if (text.includes('\0')) return true;
  let wrong = 0;
  for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', at + 1)) wrong++;
  return wrong > text.length * BINARY_SHARE;
}
