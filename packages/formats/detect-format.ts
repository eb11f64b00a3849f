import { decoderConfidence } from './registry.ts';
import { FileDecoding } from './stream/file-decoding.ts';

const SAMPLE_CHARS = 65_536;

/** A format that the sample may be in. */
export interface FormatGuess {
  readonly decoder: string;
  /** 0..1: share of the sample's records that the decoder took, times how sure it is of such records. */
  readonly confidence: number;
}

/**
 * Says what a sample is, best guess first; an empty list when nothing of it can be read. The sample should hold some
 * whole records; a cut last one does no harm.
 */
export function detectFormat(sample: string | Uint8Array, options: { readonly path?: string } = {}): FormatGuess[] {
  const bytes =
    typeof sample === 'string' ? Buffer.from(sample.slice(0, SAMPLE_CHARS)) : sample.subarray(0, SAMPLE_CHARS);
  const file = new FileDecoding(options);
  const results = [...file.push(bytes), ...file.end()];
  const counts = new Map<string, number>();
  let total = 0;
  for (const result of results) {
    if ('reason' in result && result.reason === 'truncated') continue;
    total += 1;
    if ('decoder' in result) counts.set(result.decoder, (counts.get(result.decoder) ?? 0) + 1);
  }
  return [...counts]
    .map(([decoder, count]) => ({
      decoder,
      confidence: Number(((count / total) * decoderConfidence(decoder)).toFixed(3)),
    }))
    .sort((a, b) => b.confidence - a.confidence);
}
