import { HaechiError } from '@haechi/event';

/** A request as somebody pasted it. Strings hold one byte a character, as on the wire. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly protocol: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

const REQUEST_LINE = /^([A-Z][A-Z_-]{0,23}) (\S+)(?: (HTTP\/\d(?:\.\d)?))?$/;
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}):[ \t]*(.*?)[ \t]*$/;

/**
 * Reads a request from text: request line, headers, an empty line, the body. A Host and a Content-Length that are missing
 * are put in, as a client would.
 *
 * @throws HaechiError `waf_request_invalid` with the line
 */
export function rawRequest(text: string): RawRequest {
  const gap = /\r?\n\r?\n/.exec(text);
  const head = (gap === null ? text : text.slice(0, gap.index))
    .split(/\r?\n/)
    .filter((line, at) => at > 0 || line !== '');
  const body = gap === null ? Buffer.alloc(0) : Buffer.from(text.slice(gap.index + gap[0].length), 'utf8');
  const line = REQUEST_LINE.exec(bytes((head[0] ?? '').trim()));
  if (line === null) throw invalid('the first line is no request line', 'line 1');
  const headers = head.slice(1).flatMap((one, index): [string, string][] => {
    if (one.trim() === '') return [];
    const found = HEADER.exec(bytes(one));
    if (found === null) throw invalid('not a header field', `line ${index + 2}`);
    return [[found[1] as string, found[2] as string]];
  });
  const named = (name: string): boolean => headers.some(([key]) => key.toLowerCase() === name);
  if (!named('host')) headers.unshift(['Host', 'localhost']);
  if (body.length > 0 && !named('content-length')) headers.push(['Content-Length', String(body.length)]);
  const [, method = '', target = '', protocol = 'HTTP/1.1'] = line;
  return { method, target, protocol, headers, body };
}

function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function invalid(what: string, where: string): HaechiError {
  return new HaechiError('waf_request_invalid', {
    what,
    where,
    remedy: 'write "GET /path HTTP/1.1", then header lines, an empty line, and the body',
  });
}
