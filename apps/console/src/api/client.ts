import { ApiError, errorFrom, NOT_API, UNREACHABLE } from './error.ts';

const BASE = '/api/v1';

type Scalar = string | number | boolean;
/** Query parameters; `undefined` ones are left out, lists are repeated. */
export type Query = Readonly<Record<string, Scalar | readonly Scalar[] | undefined>>;

interface Options {
  readonly query?: Query;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

let csrf = '';

/** The token of the current session, sent with every unsafe request (API: `x-csrf-token`). */
export function setCsrf(token: string): void {
  csrf = token;
}

/** Address of a resource with its query, relative to this origin. */
export function resource(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const item of Array.isArray(value) ? value : [value]) params.append(name, String(item));
  }
  const text = params.toString();
  return text === '' ? `${BASE}${path}` : `${BASE}${path}?${text}`;
}

/**
 * One call of the API. A `FormData` body goes as multipart, anything else as JSON.
 *
 * @throws ApiError with the server's code, `UNREACHABLE` or `NOT_API`
 */
export async function call<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': document.documentElement.lang,
  };
  if (method !== 'GET') headers['x-csrf-token'] = csrf;
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (options.signal !== undefined) init.signal = options.signal;
  if (options.body instanceof FormData) init.body = options.body;
  else if (options.body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(options.body);
  }
  const response = await reach(resource(path, options.query), init);
  if (!response.ok) throw await errorFrom(response);
  if (response.status === 204) return undefined as T;
  if (!(response.headers.get('content-type') ?? '').includes('json')) {
    throw new ApiError(response.status, { code: NOT_API, message: '' });
  }
  return (await response.json()) as T;
}

/**
 * Sends bytes, or asks about them; the answer is in its headers.
 *
 * @throws ApiError like `call`
 */
export async function sendBytes(
  method: string,
  path: string,
  options: {
    readonly query?: Query;
    readonly headers?: Record<string, string>;
    readonly body?: Blob;
    readonly signal?: AbortSignal;
  },
): Promise<Response> {
  const headers = {
    accept: 'application/json',
    'accept-language': document.documentElement.lang,
    'x-csrf-token': csrf,
    ...options.headers,
  };
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (options.signal !== undefined) init.signal = options.signal;
  if (options.body !== undefined) init.body = options.body;
  const response = await reach(resource(path, options.query), init);
  if (!response.ok) throw await errorFrom(response);
  return response;
}

/**
 * Sends a form and tells how much of it has gone out, which `fetch` does not.
 *
 * @param sent told the bytes that are gone and those there are
 * @throws ApiError like `call`
 */
export async function sendForm<T>(
  path: string,
  { query, body, sent }: { query?: Query; body: FormData; sent: (bytes: number, total: number) => void },
): Promise<T> {
  const response = await new Promise<Response>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', resource(path, query));
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('accept-language', document.documentElement.lang);
    request.setRequestHeader('x-csrf-token', csrf);
    request.upload.onprogress = ({ loaded, total }) => sent(loaded, total);
    request.upload.onload = ({ loaded, total }) => sent(loaded, total);
    request.onload = () => resolve(new Response(request.responseText, { status: request.status }));
    request.onerror = () => reject(new ApiError(0, { code: UNREACHABLE, message: '' }));
    request.send(body);
  });
  if (!response.ok) throw await errorFrom(response);
  try {
    return (await response.json()) as T;
  } catch {
    throw new ApiError(response.status, { code: NOT_API, message: '' });
  }
}

async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause;
    throw new ApiError(0, { code: UNREACHABLE, message: '' });
  }
}
