export type { Sink } from './decoder.ts';
export { type Decoding, type DecodingOptions, decoderNames, openDecoding } from './decoding.ts';
export { detectFormat, type FormatGuess } from './detect-format.ts';
export { compileDissect, type DissectOutcome, type Dissector } from './dissect/compile.ts';
export { setEcs } from './event/mapping.ts';
export { DEFAULT_LIMITS, type FormatLimits } from './limits.ts';
export { decodeStream } from './stream/decode-stream.ts';
export { type FileRecord, FileRecords } from './stream/file-records.ts';
export { decodeWindowsRecord } from './windows/windows-event.ts';
