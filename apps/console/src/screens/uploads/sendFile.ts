import { sendBytes } from '../../api/client.ts';
import { ApiError, UNREACHABLE } from '../../api/error.ts';
import type { Picked } from './picked.ts';

/** Bytes of a part: a lost connection costs at most this much, a second on a slow line. */
const PART_BYTES = 4 * 1024 ** 2;
const PART_TYPE = 'application/offset+octet-stream';
const LONGEST_WAIT_MS = 30_000;

/** Where a file goes. */
export interface Target {
  readonly tenant?: string;
  /** IANA zone for times that carry none. */
  readonly timeZone: string;
}

/** What hears how it goes. */
export interface Sending {
  /** Bytes that the server has on its disk. */
  sent(bytes: number): void;
  /** The server was not reached or is busy; trying again. */
  waiting(isWaiting: boolean): void;
}

/**
 * Sends one file in parts, from where an earlier try broke off, even one before the page was closed. Comes back by
 * itself after a lost connection.
 *
 * @throws ApiError when the server refuses the file; AbortError
 */
export async function sendFile(picked: Picked, target: Target, sending: Sending, signal: AbortSignal): Promise<void> {
  const memory = rememberedId(picked, target);
  const patiently = <T>(work: () => Promise<T>): Promise<T> => untilReached(work, sending, signal);
  let place = memory.get();
  let offset: number | undefined;
  if (place !== undefined) {
    const known = place;
    offset = await patiently(() => offsetOf(known, target, signal));
  }
  if (place === undefined || offset === undefined) {
    ({ place, offset } = await patiently(() => create(picked, target, signal)));
    memory.set(place);
  }
  sending.sent(offset);
  while (offset < picked.file.size) {
    const from: number = offset;
    const at = place;
    offset = await patiently(async () => {
      try {
        return await sendPart(picked.file, at, target, from, signal);
      } catch (error) {
        // Something else has gone on with it, or a part came further than its answer.
        if (error instanceof ApiError && error.status === 409) return (await offsetOf(at, target, signal)) ?? from;
        throw error;
      }
    });
    sending.sent(offset);
  }
  memory.forget();
}

async function create({ file, name }: Picked, target: Target, signal: AbortSignal) {
  const metadata = { relativePath: name, timezone: target.timeZone };
  const headers: Record<string, string> = {
    'tus-resumable': '1.0.0',
    'upload-length': String(file.size),
    'upload-metadata': Object.entries(metadata)
      .map(([key, value]) => `${key} ${base64(value)}`)
      .join(','),
  };
  // A small file goes with its announcement: a folder of thousands takes half the requests.
  const isSmall = file.size > 0 && file.size <= PART_BYTES;
  if (isSmall) headers['content-type'] = PART_TYPE;
  const response = await sendBytes('POST', '/uploads', {
    query: tenantOf(target),
    headers,
    signal,
    ...(isSmall ? { body: file } : {}),
  });
  const place = /[^/]+$/.exec(response.headers.get('location') ?? '')?.[0] ?? '';
  return { place, offset: countIn(response) };
}

/** How far the server has it; `undefined` where it knows it no more. */
async function offsetOf(place: string, target: Target, signal: AbortSignal): Promise<number | undefined> {
  try {
    return countIn(await sendBytes('HEAD', `/uploads/${place}`, { query: tenantOf(target), signal }));
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

async function sendPart(file: File, place: string, target: Target, offset: number, signal: AbortSignal) {
  const headers = { 'tus-resumable': '1.0.0', 'upload-offset': String(offset), 'content-type': PART_TYPE };
  const body = file.slice(offset, offset + PART_BYTES);
  return countIn(await sendBytes('PATCH', `/uploads/${place}`, { query: tenantOf(target), headers, body, signal }));
}

async function untilReached<T>(work: () => Promise<T>, sending: Sending, signal: AbortSignal): Promise<T> {
  for (let waitMs = 1_000; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    try {
      const result = await work();
      sending.waiting(false);
      return result;
    } catch (error) {
      signal.throwIfAborted();
      if (!isPassing(error)) throw error;
      sending.waiting(true);
      await pause(waitMs, signal);
    }
  }
}

/** True for what may be over in a moment. 507 is a full disk: a person has to see to it. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.code === UNREACHABLE || error.status === 429 || (error.status >= 500 && error.status !== 507);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

function countIn(response: Response): number {
  return Number(response.headers.get('upload-offset') ?? 0);
}

function tenantOf({ tenant }: Target): { tenant?: string } {
  return tenant === undefined ? {} : { tenant };
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** Remembers where a file was sent to, so that it goes on after the page was closed. Small files start anew. */
function rememberedId({ file, name }: Picked, { tenant = '' }: Target) {
  const key = `haechi.upload ${tenant} ${name} ${file.size} ${file.lastModified}`;
  const isLarge = file.size > PART_BYTES;
  return {
    get: () => (isLarge ? (localStorage.getItem(key) ?? undefined) : undefined),
    set: (place: string) => {
      if (isLarge) localStorage.setItem(key, place);
    },
    forget: () => localStorage.removeItem(key),
  };
}
