import { createHash } from 'node:crypto';
import { type FileRecord, FileRecords } from '@haechi/formats';
import { envelopeOf } from '../sending/envelope.ts';
import { PULL_LIMITS } from './limits.ts';

/** Records of one object that are sent together. */
export interface PullRequest {
  /** HEC envelopes, the header of a table before its rows. */
  readonly events: readonly string[];
  /** Records of the object up to the last of these, counted from its start. */
  readonly end: number;
  readonly records: number;
  readonly cutRecords: number;
}

/** Which object the records are of: where their ids come from. */
export interface ObjectOrigin {
  /** `s3://BUCKET/KEY` */
  readonly source: string;
  readonly etag: string;
  /** Where the bucket is: two stores may have buckets of one name. */
  readonly store: string;
  readonly sourcetype?: string;
}

/** Bundles the records of an object behind the first `from`, which were sent before. */
export async function* requestsOf(
  text: AsyncIterable<Uint8Array>,
  { store, etag, ...said }: ObjectOrigin,
  from: number,
): AsyncGenerator<PullRequest> {
  const records = new FileRecords({ path: said.source });
  const idOf = (part: string): string =>
    createHash('sha256').update(`${store}\n${said.source}\n${etag}\n${part}`).digest('base64url').slice(0, 27);
  let number = 0;
  let open = emptyRequest();
  const take = (record: FileRecord): PullRequest | undefined => {
    number++;
    if (number <= from) return undefined;
    if (record.head !== open.head) {
      open.head = record.head;
      for (const line of record.head) open.events.push(envelopeOf(line, idOf(`head ${line}`), said).text);
    }
    const { text: event, isCut } = envelopeOf(record.text, idOf(String(number)), said);
    open.events.push(event);
    open.chars += event.length;
    open.records++;
    if (isCut) open.cutRecords++;
    return open.chars >= PULL_LIMITS.requestChars || open.events.length >= PULL_LIMITS.requestEvents
      ? close()
      : undefined;
  };
  const close = (): PullRequest => {
    const { events, records: count, cutRecords } = open;
    open = emptyRequest();
    return { events, end: number, records: count, cutRecords };
  };
  for await (const piece of text)
    for (const record of records.push(piece)) {
      const full = take(record);
      if (full !== undefined) yield full;
    }
  for (const record of records.end()) {
    const full = take(record);
    if (full !== undefined) yield full;
  }
  if (open.records > 0) yield close();
}

function emptyRequest() {
  return { events: [] as string[], head: [] as readonly string[], chars: 0, records: 0, cutRecords: 0 };
}
