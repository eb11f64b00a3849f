import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const ACCESS_KEY = 'AKIDTEST';
export const SECRET_KEY = 'secret/Key+of the test';

/** An object store in this process: ListObjectsV2 and GetObject, with every signature recomputed. */
export interface TestStore extends AsyncDisposable {
  readonly origin: string;
  readonly objects: Map<string, Buffer>;
  /** Requests answered with 403 because of their signature. */
  readonly denied: string[];
  /** Keys that were asked for, in order. */
  readonly asked: string[];
  /** Answers in place of the store where it returns true. */
  intercept: ((key: string, response: ServerResponse, request: IncomingMessage) => boolean) | undefined;
}

/** @param bucket the only one @param pageKeys keys of one page */
export async function openTestStore(bucket: string, pageKeys: number): Promise<TestStore> {
  const store = { objects: new Map<string, Buffer>(), denied: [] as string[], asked: [] as string[] };
  const server = createServer((request, response) => {
    const [rawPath, rawQuery = ''] = (request.url ?? '').split('?') as [string, string?];
    if (!isSigned(request, rawPath, rawQuery)) {
      store.denied.push(request.url ?? '');
      return fail(response, 403, 'SignatureDoesNotMatch');
    }
    const [, name, ...rest] = rawPath.split('/');
    if (name !== bucket) return fail(response, 404, 'NoSuchBucket');
    const key = decodeURIComponent(rest.join('/'));
    store.asked.push(key);
    if (opened.intercept?.(key, response, request) === true) return undefined;
    if (key === '') return list(new URLSearchParams(rawQuery), response);
    const bytes = store.objects.get(key);
    if (bytes === undefined) return fail(response, 404, 'NoSuchKey');
    if (request.headers['if-match'] !== etagOf(bytes)) return fail(response, 412, 'PreconditionFailed');
    // As CloudTrail stores it: the header tells what the content is, and nobody is to expand it on the way.
    return response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bytes.length }).end(bytes);
  });
  const list = (query: URLSearchParams, response: ServerResponse): void => {
    const from = query.get('continuation-token') ?? query.get('start-after') ?? '';
    const keys = [...store.objects.keys()]
      .filter((key) => key.startsWith(query.get('prefix') ?? '') && key > from)
      .sort();
    const page = keys.slice(0, pageKeys);
    const contents = page.map((key) => {
      const bytes = store.objects.get(key) as Buffer;
      return `<Contents><Key>${encodeURIComponent(key).replaceAll('%20', '+')}</Key><LastModified>${new Date().toISOString()}</LastModified><ETag>${etagOf(bytes).replaceAll('"', '&quot;')}</ETag><Size>${bytes.length}</Size><Owner><ID>x</ID></Owner></Contents>`;
    });
    const isCut = keys.length > pageKeys;
    response.end(
      `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><EncodingType>url</EncodingType><IsTruncated>${isCut}</IsTruncated>${isCut ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ''}${contents.join('')}</ListBucketResult>`,
    );
  };
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const opened: TestStore = {
    ...store,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    intercept: undefined,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return opened;
}

export function fail(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status).end(`<Error><Code>${code}</Code><Message>test</Message></Error>`);
}

/** As S3 gives it to an object that was stored at once. */
export function etagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

/** Recomputes Signature Version 4 from what arrived ("Signature Calculations for the Authorization Header", Amazon S3 API). */
function isSigned({ method, headers }: IncomingMessage, rawPath: string, rawQuery: string): boolean {
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8}\/[^/]+\/s3\/aws4_request), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  if (given?.[1] !== ACCESS_KEY) return false;
  const [, , scope = '', signed = '', signature] = given;
  if (!signed.split(';').includes('host')) return false;
  // Temporary keys: their token has to be signed with the rest.
  if ('x-amz-security-token' in headers && !signed.split(';').includes('x-amz-security-token')) return false;
  const path = rawPath
    .split('/')
    .map((part) => encode(decodeURIComponent(part)))
    .join('/');
  const query = [...new URLSearchParams(rawQuery)]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const lines = signed.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`);
  const payload = String(headers['x-amz-content-sha256']);
  const canonical = [method, path, query, lines.join(''), signed, payload].join('\n');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${SECRET_KEY}`);
  return hmac(key, text).toString('hex') === signature;
}
