/** What the suite's backend answers. */
export interface BackendResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/**
 * The backend of the CRS test suite: 200 to anything, and on `/reflect` what the JSON body asks for:
 * `{"status", "headers", "body", "encodedBody"}`, all optional, `encodedBody` in Base64.
 */
export function backendResponse(path: string, body: Buffer): BackendResponse {
  if (path.split('?')[0] !== '/reflect')
    return { status: 200, headers: [['Content-Type', 'text/plain']], body: Buffer.alloc(0) };
  let wish: unknown;
  try {
    wish = JSON.parse(body.toString('utf8'));
  } catch {
    return { status: 400, headers: [], body: Buffer.from('invalid JSON') };
  }
  const { status, headers, body: text, encodedBody } = (wish ?? {}) as Record<string, unknown>;
  const pairs = Object.entries((headers ?? {}) as Record<string, unknown>).map(
    ([name, value]) => [name, String(value)] as const,
  );
  const typed = pairs.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    status: typeof status === 'number' ? status : 200,
    headers: typed ? pairs : [...pairs, ['Content-Type', 'text/html; charset=utf-8']],
    body:
      encodedBody === undefined ? Buffer.from(String(text ?? ''), 'utf8') : Buffer.from(String(encodedBody), 'base64'),
  };
}
