import { WAF_LIMITS } from '../limits.ts';

/** A header field as it was sent. Strings hold one byte a character. */
export type Field = readonly [name: string, value: string];

/** The request line and header fields (RFC 9112, sections 3 and 5). Strings hold one byte a character. */
export interface RequestHead {
  readonly method: string;
  readonly target: string;
  /** `HTTP/1.1`. */
  readonly protocol: string;
  readonly headers: readonly Field[];
}

/** A head that cannot be read: the status to refuse it with, and why. */
export interface HeadRefusal {
  readonly status: 400 | 431 | 505;
  readonly reason: string;
}

const LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}) ([^\0-\x20\x7f]+) (HTTP\/[0-9]\.[0-9])$/;
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*([^\0\r\n]*?)[\t ]*$/;
/** Invalid in a field value (RFC 9110, section 5.5) and known from smuggling. */
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/;

/**
 * Reads the head of an HTTP/1 request, without the empty line at its end. Strict where readers differ (line ends, folded
 * lines, space before the colon), lenient where the rules are to judge.
 */
export function parseHead(bytes: Buffer): RequestHead | HeadRefusal {
  const lines = bytes.toString('latin1').split('\r\n');
  const line = LINE.exec(lines[0] ?? '');
  if (line === null) return { status: 400, reason: 'malformed request line' };
  const [, method = '', target = '', protocol = ''] = line;
  if (!protocol.startsWith('HTTP/1.')) return { status: 505, reason: 'HTTP version not supported' };
  if (lines.length - 1 > WAF_LIMITS.headers) return { status: 431, reason: 'too many header fields' };
  const headers: Field[] = [];
  for (let index = 1; index < lines.length; index++) {
    const found = FIELD.exec(lines[index] ?? '');
    if (found === null || CONTROL.test(found[2] ?? '')) return { status: 400, reason: 'malformed header field' };
    headers.push([found[1] ?? '', found[2] ?? '']);
  }
  return { method, target, protocol, headers };
}

/** Values of a field, in order. */
export function valuesOf(headers: readonly Field[], name: string): string[] {
  return headers.filter(([key]) => key.length === name.length && key.toLowerCase() === name).map(([, value]) => value);
}

/** Members of a comma-separated field, in lower case. */
export function tokensOf(headers: readonly Field[], name: string): string[] {
  return valuesOf(headers, name).flatMap((value) =>
    value
      .split(',')
      .map((token) => token.trim().toLowerCase())
      .filter((token) => token !== ''),
  );
}
