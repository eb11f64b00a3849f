/** An HTTP/1 request taken from its bytes. Strings hold one byte a character. */
export interface ParsedRequest {
  readonly method: string;
  readonly uri: string;
  readonly protocol: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/**
 * Reads an HTTP/1 request as a server does (RFC 9112): strict where a server has to refuse, lenient where the rules are
 * to judge. Answers the status code to refuse with.
 */
export function parseRequest(bytes: Buffer): ParsedRequest | number {
  const text = bytes.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null) return 400;
  const [line = '', ...rest] = text.slice(0, end.index).split(/\r?\n/);
  const found = /^(\S+) (.*?)(?: (HTTP\/[0-9.]+))?$/.exec(line);
  if (found === null || found[3] === undefined) return 400;
  const headers: [string, string][] = [];
  for (const header of rest) {
    const named = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*(.*?)[\t ]*$/s.exec(header);
    // Control characters in a field must be refused (RFC 9110, section 5.5).
    if (named === null || /[\0\r\n]/.test(named[2]!)) return 400;
    headers.push([named[1]!, named[2]!]);
  }
  const body = bodyOf(headers, bytes.subarray(end.index + end[0].length));
  return { method: found[1]!, uri: found[2]!, protocol: found[3], headers, body };
}

function bodyOf(headers: readonly (readonly [string, string])[], rest: Buffer): Buffer {
  const value = (name: string): string | undefined => headers.find(([key]) => key.toLowerCase() === name)?.[1];
  if (/chunked/i.test(value('transfer-encoding') ?? '')) return dechunked(rest);
  const length = value('content-length');
  return length === undefined ? Buffer.alloc(0) : rest.subarray(0, Number.parseInt(length, 10) || 0);
}

function dechunked(data: Buffer): Buffer {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = data.indexOf('\r\n', at);
    const size = lineEnd < 0 ? Number.NaN : Number.parseInt(data.toString('latin1', at, lineEnd), 16);
    if (!(size > 0)) return Buffer.concat(chunks);
    chunks.push(data.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
