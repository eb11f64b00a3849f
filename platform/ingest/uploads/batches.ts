import { documentId } from '../../store/document-id.ts';
import type { IntakeBatch, RecordMeta } from '../../store/ports.ts';
import type { Upload } from '../../store/state/uploads.ts';
import type { IngestLimits } from '../limits.ts';
import type { UploadRecord } from './records.ts';

/** What names the events of a file in the field `labels.upload`: by its content, so that it is the same however often it is given. */
export function labelOf(sha256: string): string {
  return sha256.slice(0, 16);
}

/** The source of an upload, as counts and dead letters show it. */
export function sourceOf({ name }: Pick<Upload, 'name'>): string {
  return `upload:${name}`;
}

/** Puts records of one file of an upload together to batches that the pipeline takes in even rounds. */
export class Batches {
  readonly #upload: Upload & { readonly sha256: string };
  /** Path inside the archive, `!logs/auth.log`; empty for the file itself, whatever it is called. */
  readonly #member: string;
  readonly #limits: IngestLimits;
  readonly #meta: RecordMeta;
  /** Records of one batch at the most. */
  maxRecords: number;
  #head: readonly string[] = [];
  #records: string[] = [];
  #metas: RecordMeta[] = [];
  #chars = 0;

  /** @param source the upload's name, and the member behind `!` */
  constructor(upload: Upload & { readonly sha256: string }, source: string, limits: IngestLimits) {
    this.#upload = upload;
    this.#member = source.slice(upload.name.length);
    this.#limits = limits;
    this.maxRecords = limits.batchRecords;
    this.#meta = { source: `upload:${source}`, fields: { upload: labelOf(upload.sha256) } };
  }

  /** True when what is there must go first. Rows of different tables do not go together. */
  isFullFor({ text, head }: UploadRecord): boolean {
    if (this.#records.length === 0) return false;
    const isFull = this.#records.length >= this.maxRecords || this.#chars + text.length > this.#limits.batchChars;
    return isFull || head !== this.#head;
  }

  add({ number, text, reason, head }: UploadRecord): void {
    const { recordChars } = this.#limits;
    const rejected = reason ?? (text.length > recordChars ? 'record_too_long' : undefined);
    const id = documentId(this.#upload.tenant, 'upload', `${this.#upload.sha256} ${this.#member} ${number}`);
    this.#head = head;
    this.#records.push(rejected === undefined ? text : text.slice(0, recordChars));
    this.#metas.push({ ...this.#meta, id, ...(rejected === undefined ? {} : { rejected }) });
    this.#chars += text.length;
  }

  /** What is there, as a batch; `undefined` when that is nothing. @param received ISO 8601 UTC */
  take(received: string): Omit<IntakeBatch, 'position'> | undefined {
    if (this.#records.length === 0) return undefined;
    const { tenant, timeZone, name } = this.#upload;
    const batch = {
      tenant,
      source: sourceOf(this.#upload),
      received,
      format: '',
      timeZone,
      ...(this.#head.length === 0 ? {} : { head: { lines: this.#head, path: `${name}${this.#member}` } }),
      records: this.#records,
      meta: this.#metas,
    };
    this.#records = [];
    this.#metas = [];
    this.#chars = 0;
    return batch;
  }
}
