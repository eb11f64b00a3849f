/** What the API answers on failure: a code from the catalogue, and a message in the user's language. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly where: string | undefined;
  readonly remedy: string | undefined;
  readonly requestId: string | undefined;

  constructor(status: number, body: ErrorBody) {
    super(body.message);
    this.name = 'ApiError';
    this.status = status;
    this.code = body.code;
    this.where = body.where;
    this.remedy = body.remedy;
    this.requestId = body.requestId;
  }
}

interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly where?: string;
  readonly remedy?: string;
  readonly requestId?: string;
}

/** Code of an error that never reached the server; its text comes from the console's own catalogue. */
export const UNREACHABLE = 'unreachable';
/** Code of an answer that is not the API's (a proxy's page, a cut connection). */
export const NOT_API = 'not_api';

/** Milliseconds until what passes by itself is tried again; the server says the same in `Retry-After`. */
export const RETRY_MS = 5_000;
const PASSING: ReadonlySet<string> = new Set([UNREACHABLE, 'state_unreachable', 'events_unreachable', 'not_ready']);

/** Whether a failure goes by itself: something the server needs, or the server, is away for now. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  // A proxy answers for a server that is away.
  return PASSING.has(error.code) || (error.code === NOT_API && error.status >= 502 && error.status <= 504);
}

/** Reads the error envelope `{error: {…}}`; anything else becomes `NOT_API`. */
export async function errorFrom(response: Response): Promise<ApiError> {
  const text = await response.text();
  try {
    const body = JSON.parse(text) as { error?: ErrorBody };
    if (typeof body.error?.code === 'string') return new ApiError(response.status, body.error);
  } catch {
    // Not JSON: falls through to the code that says so.
  }
  return new ApiError(response.status, { code: NOT_API, message: text.slice(0, 200) });
}
