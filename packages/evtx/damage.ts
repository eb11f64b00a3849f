/**
 * What is wrong with a place in a file. The chunk codes tell about a whole chunk, whose sound records are still given
 * with `intact: false`; the record codes about one record, which is not given.
 */
export type DamageCode =
  | 'file_header_signature'
  | 'file_header_checksum'
  | 'file_truncated'
  | 'chunk_signature'
  | 'chunk_header_checksum'
  | 'chunk_data_checksum'
  | 'chunk_free_space'
  | 'chunk_truncated'
  | 'chunk_unlisted'
  | RecordDamageCode;

export type RecordDamageCode =
  | 'record_signature'
  | 'record_size'
  | 'binxml_token'
  | 'binxml_truncated'
  | 'binxml_name'
  | 'binxml_template'
  | 'binxml_depth'
  | 'binxml_work';

/** Damage found while reading, in its place between the records; reading goes on after it. */
export interface EvtxDamage {
  readonly kind: 'damage';
  readonly code: DamageCode;
  /** 0-based number of the chunk in the file; -1 for the file header. */
  readonly chunk: number;
  /** Byte offset in the file where the damage begins. */
  readonly offset: number;
  /** Bytes that were passed over because of it; 0 when nothing was. */
  readonly bytes: number;
  /** Identifier of the record, where the damage is in one whose header is readable. */
  readonly recordId?: number;
}
