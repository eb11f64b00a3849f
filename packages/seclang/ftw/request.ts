import type { StageInput } from './test-file.ts';

const FORM = 'application/x-www-form-urlencoded';

/**
 * The bytes of a stage's request, built as go-ftw builds them: form data is escaped where it is not yet, multipart data
 * gets CRLF line ends, and unless the stage forbids it Content-Type, Connection and Content-Length are completed.
 */
export function requestBytes(input: StageInput): Buffer {
  if (input.encodedRequest !== undefined) return Buffer.from(input.encodedRequest, 'base64');
  const headers: (readonly [string, string])[] = [...input.headers];
  let body = Buffer.from(input.data, 'utf8');
  const complete = input.autocompleteHeaders;
  if (body.length > 0 && complete) {
    if (headerValue(headers, 'content-type') === undefined) headers.push(['Content-Type', FORM]);
    if (headerValue(headers, 'content-type') === FORM)
      body = Buffer.from(escapedForm(body.toString('latin1')), 'latin1');
  }
  if (headerValue(headers, 'content-type')?.startsWith('multipart/form-data;') === true)
    body = Buffer.from(body.toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
  if (complete) {
    if (headerValue(headers, 'connection') === undefined) headers.push(['Connection', 'close']);
    if ((body.length > 0 || takesBody(input.method)) && headerValue(headers, 'content-length') === undefined)
      headers.push(['Content-Length', String(body.length)]);
  }
  const head = [
    `${input.method} ${input.uri} ${input.version}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'utf8'), body]);
}

function takesBody(method: string): boolean {
  return /^POST|PUT|PATCH|DELETE$/.test(method);
}

function headerValue(headers: readonly (readonly [string, string])[], name: string): string | undefined {
  return headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
}

/** Escapes names and values of a form, but only where undoing an escape would change nothing (or would fail). */
function escapedForm(data: string): string {
  if (/[%+]/.test(data)) return data;
  return data
    .split('&')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0 ? escaped(pair) : `${escaped(pair.slice(0, equals))}=${escaped(pair.slice(equals + 1))}`;
    })
    .join('&');
}

/** Go's `url.QueryEscape` on bytes. */
function escaped(text: string): string {
  return text.replace(/[^A-Za-z0-9_.~-]/g, (char) =>
    char === ' ' ? '+' : `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
