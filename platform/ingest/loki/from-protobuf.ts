import { WireFault, WireReader } from '../protobuf/reader.ts';
import { readLabels } from './labels.ts';
import type { Entry, Stream } from './model.ts';

/**
 * Reads `PushRequest` (grafana/loki, pkg/push/push.proto).
 *
 * @throws WireFault when it is none
 */
export function readProtobuf(bytes: Buffer): Stream[] {
  const streams: Stream[] = [];
  const reader = new WireReader(bytes);
  while (reader.next()) {
    const message = reader.field === 1 ? reader.bytes() : undefined;
    if (message !== undefined) streams.push(stream(message));
  }
  return streams;
}

function stream(bytes: Buffer): Stream {
  let labels = '';
  const entries: Stream['entries'][number][] = [];
  const reader = new WireReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) labels = reader.text() ?? '';
    else if (reader.field === 2) entries.push(readableEntry(reader.bytes() ?? Buffer.alloc(0)));
  }
  const read = readLabels(labels);
  if (read !== undefined) return { labels: read, entries };
  return {
    labels: new Map(),
    entries: entries.map((entry) => ('unreadable' in entry ? entry : { unreadable: `${labels}\n${entry.line}` })),
  };
}

function readableEntry(bytes: Buffer): Stream['entries'][number] {
  try {
    return entryOf(bytes);
  } catch (error) {
    if (!(error instanceof WireFault)) throw error;
    return { unreadable: bytes.toString('base64') };
  }
}

function entryOf(bytes: Buffer): Entry {
  let timeUnixNano = 0n;
  let line = '';
  const structuredMetadata = new Map<string, string>();
  const reader = new WireReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) timeUnixNano = timestamp(reader.bytes());
    else if (reader.field === 2) line = reader.text() ?? '';
    else if (reader.field === 3) {
      const [name, value] = labelPair(reader.bytes());
      structuredMetadata.set(name, value);
    }
  }
  return { timeUnixNano, line, structuredMetadata };
}

function timestamp(bytes: Buffer | undefined): bigint {
  let [seconds, nanos] = [0n, 0n];
  const reader = new WireReader(bytes ?? Buffer.alloc(0));
  while (reader.next()) {
    if (reader.field === 1) seconds = BigInt.asIntN(64, reader.varint() ?? 0n);
    else if (reader.field === 2) nanos = BigInt.asIntN(32, reader.varint() ?? 0n);
  }
  return seconds < 0n ? 0n : seconds * 1_000_000_000n + nanos;
}

function labelPair(bytes: Buffer | undefined): [string, string] {
  let [name, value] = ['', ''];
  const reader = new WireReader(bytes ?? Buffer.alloc(0));
  while (reader.next()) {
    if (reader.field === 1) name = reader.text() ?? '';
    else if (reader.field === 2) value = reader.text() ?? '';
  }
  return [name, value];
}
