import { type Field, tokensOf, valuesOf } from './head.ts';

/** How the body of a request is delimited (RFC 9112, section 6). `refused`: readers would differ, or cannot read it. */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'refused'; readonly status: 400 | 501; readonly reason: string };

const NONE: Framing = { kind: 'none' };
const refused = (status: 400 | 501, reason: string): Framing => ({ kind: 'refused', status, reason });

/** The framing of a request's body, from its header fields alone; every ambiguity that is used for smuggling is refused. */
export function framingOf(headers: readonly Field[], protocol: string): Framing {
  const lengths = valuesOf(headers, 'content-length');
  const codings = tokensOf(headers, 'transfer-encoding');
  if (valuesOf(headers, 'transfer-encoding').length > 0) {
    if (lengths.length > 0) return refused(400, 'both Content-Length and Transfer-Encoding');
    if (protocol === 'HTTP/1.0') return refused(400, 'Transfer-Encoding in HTTP/1.0');
    if (codings.length === 1 && codings[0] === 'chunked') return { kind: 'chunked' };
    return codings.at(-1) === 'chunked'
      ? refused(501, 'transfer coding not supported')
      : refused(400, 'body without an end');
  }
  if (lengths.length === 0) return NONE;
  const [first = ''] = lengths;
  if (lengths.some((length) => length !== first)) return refused(400, 'several different Content-Lengths');
  if (!/^[0-9]{1,15}$/.test(first)) return refused(400, 'malformed Content-Length');
  return { kind: 'length', bytes: Number(first) };
}
