import type { Decoded, Reject } from '@haechi/event';
import { readEvtx } from '@haechi/evtx';
import { type DecodingOptions, decodeStream, decodeWindowsRecord } from '@haechi/formats';
import type { InputFile } from '../ingest/files/input.ts';
import { peek } from '../ingest/files/peek.ts';

/** One record on its way to the rules; the full ECS decoding of EVTX records waits until somebody needs it. */
export interface Candidate {
  /** Record id (EVTX) or 1-based line. */
  readonly record: number;
  readonly decoder: string;
  /** What the rules look at: the native view, or the nested Windows event. */
  readonly native: Readonly<Record<string, unknown>>;
  readonly logsource: Decoded['logsource'];
  decoded(): Decoded;
}

export type DecodedItem = Candidate | Reject;

export function isReject(item: DecodedItem): item is Reject {
  return 'reason' in item;
}

const EVTX_SIGNATURES = ['ElfFile\0', 'ElfChnk\0'];
/** EVTX records handed on at once. */
const EVTX_BATCH = 256;
const WINDOWS = { product: 'windows' } as const;

/** Records of one input in its order, in batches; EVTX by its signature, everything else by the format detection. */
export async function* decodeInput(
  input: InputFile,
  options: DecodingOptions,
  count: (bytes: number) => void,
): AsyncGenerator<DecodedItem[]> {
  const { head, bytes } = await peek(input.bytes, 8);
  const counted = countBytes(bytes, count);
  if (EVTX_SIGNATURES.includes(head.toString('latin1'))) yield* decodeEvtx(counted, options);
  else for await (const batch of decodeStream(counted, { ...options, path: input.source })) yield batch.map(toItem);
}

function toItem(item: Decoded | Reject): DecodedItem {
  if ('reason' in item) return item;
  return {
    record: item.record,
    decoder: item.decoder,
    native: item.native,
    logsource: item.logsource,
    decoded: () => item,
  };
}

async function* decodeEvtx(bytes: AsyncIterable<Uint8Array>, options: DecodingOptions): AsyncGenerator<DecodedItem[]> {
  let batch: DecodedItem[] = [];
  for await (const item of readEvtx(bytes)) {
    if (item.kind === 'damage')
      batch.push({
        record: item.recordId ?? 0,
        reason: item.code,
        raw: `chunk ${item.chunk}, offset ${item.offset}, ${item.bytes} bytes`,
      });
    else {
      const { recordId: record } = item;
      const native = item.json();
      batch.push({
        record,
        decoder: 'evtx',
        native,
        logsource: WINDOWS,
        decoded: () => decodeWindowsRecord(native, { record, raw: JSON.stringify(native) }, options),
      });
    }
    if (batch.length >= EVTX_BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

async function* countBytes(
  source: AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    count(chunk.length);
    yield chunk;
  }
}
