import type { Entry, Stream } from './model.ts';

/**
 * Reads the JSON of a push (Loki HTTP API, "Ingest logs"): `{"streams":[{"stream":{…},"values":[["ns","line",{…}]]}]}`.
 *
 * @returns `undefined` when what is around the lines is no such thing
 */
export function readJson(text: string): Stream[] | undefined {
  let request: unknown;
  try {
    request = JSON.parse(text);
  } catch {
    return undefined;
  }
  const streams = isObject(request) ? request['streams'] : undefined;
  if (!Array.isArray(streams)) return undefined;
  const found: Stream[] = [];
  for (const stream of streams as unknown[]) {
    if (!isObject(stream) || !Array.isArray(stream['values'])) return undefined;
    const labels = labelsOf(stream['stream'] ?? {});
    if (labels === undefined) return undefined;
    found.push({ labels, entries: (stream['values'] as unknown[]).map(entryOf) });
  }
  return found;
}

function entryOf(value: unknown): Entry | { readonly unreadable: string } {
  const [time, line, metadata = {}] = Array.isArray(value) ? (value as unknown[]) : [];
  const structuredMetadata = labelsOf(metadata);
  const isTime = typeof time === 'string' && /^\d{1,20}$/.test(time);
  if (!isTime || typeof line !== 'string' || structuredMetadata === undefined)
    return { unreadable: typeof line === 'string' ? line : textOf(value) };
  return { timeUnixNano: BigInt(time), line, structuredMetadata };
}

function labelsOf(value: unknown): Map<string, string> | undefined {
  if (!isObject(value)) return undefined;
  const labels = new Map<string, string>();
  for (const [name, said] of Object.entries(value)) {
    if (typeof said === 'object' && said !== null) return undefined;
    labels.set(name, String(said));
  }
  return labels;
}

/** The text of a value, unless it nests too deep even to be written. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '';
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
