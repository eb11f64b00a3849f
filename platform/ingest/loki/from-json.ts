import { readLabels } from './labels.ts';
import type { Entry, Stream } from './model.ts';

/**
 * Reads the JSON of a push (Loki HTTP API, "Ingest logs"): `{"streams":[{"stream":{…},"values":[["ns","line",{…}]]}]}`.
 *
 * Also the older form of `/api/prom/push`: `{"streams":[{"labels":"{…}","entries":[{"ts":"ISO 8601","line":"…"}]}]}`.
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
    if (!isObject(stream)) return undefined;
    const { values, entries, stream: said = {}, labels: text } = stream;
    const labels = typeof text === 'string' ? readLabels(text) : labelsOf(said);
    if (labels === undefined) return undefined;
    if (Array.isArray(values)) found.push({ labels, entries: (values as unknown[]).map(entryOf) });
    else if (Array.isArray(entries)) found.push({ labels, entries: (entries as unknown[]).map(olderEntryOf) });
    else return undefined;
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

/** RFC 3339; fractions past milliseconds are left out, as events keep none. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

function olderEntryOf(value: unknown): Entry | { readonly unreadable: string } {
  const { ts, line } = isObject(value) ? value : {};
  const ms = typeof ts === 'string' && TIME.test(ts) ? Date.parse(ts) : Number.NaN;
  if (Number.isNaN(ms) || typeof line !== 'string')
    return { unreadable: typeof line === 'string' ? line : textOf(value) };
  return { timeUnixNano: ms < 0 ? 0n : BigInt(ms) * 1_000_000n, line, structuredMetadata: new Map() };
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
