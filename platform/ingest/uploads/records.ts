import { readEvtx } from '@haechi/evtx';
import { FileRecords } from '@haechi/formats';
import type { InputFile } from '../files/input.ts';
import { peek } from '../files/peek.ts';

/** One record of a file: what becomes a line of an intake batch. */
export interface UploadRecord {
  /** Line, element or record in the order of the file, 1-based: the same whenever the file is read. */
  readonly number: number;
  readonly text: string;
  /** Why it cannot be decoded. */
  readonly reason?: string;
  /** Header of the table that it is a row of; the same list for all rows below one header. */
  readonly head: readonly string[];
}

const EVTX_SIGNATURES = ['ElfFile\0', 'ElfChnk\0'];
/** EVTX records handed on at once. */
const EVTX_BATCH = 64;
const NO_HEAD: readonly string[] = [];

/** The records of one file, some at a time: EVTX by its signature, as the JSON of each event; everything else as text. */
export async function* recordsOf(input: InputFile): AsyncGenerator<readonly UploadRecord[]> {
  const { head, bytes } = await peek(input.bytes, 8);
  if (EVTX_SIGNATURES.includes(head.toString('latin1'))) yield* evtxRecords(bytes);
  else {
    const records = new FileRecords({ path: input.source });
    for await (const piece of bytes) yield records.push(piece).map(numbered);
    yield records.end().map(numbered);
  }
}

function numbered({ record, ...rest }: ReturnType<FileRecords['push']>[number]): UploadRecord {
  return { number: record, ...rest };
}

async function* evtxRecords(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly UploadRecord[]> {
  let batch: UploadRecord[] = [];
  let number = 0;
  for await (const item of readEvtx(bytes)) {
    number++;
    batch.push(
      item.kind === 'damage'
        ? {
            number,
            text: `chunk ${item.chunk}, offset ${item.offset}, ${item.bytes} bytes`,
            reason: item.code,
            head: NO_HEAD,
          }
        : { number, text: JSON.stringify(item.json()), head: NO_HEAD },
    );
    if (batch.length < EVTX_BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}
