import type { Decoded, Reject } from '@haechi/event';
import type { DecodingOptions } from '../context.ts';
import { FileDecoding } from './file-decoding.ts';

/**
 * Decodes a file of any of the formats: finds its encoding and how its records are told apart, then decodes each.
 *
 * `record` is the 1-based line where the record starts; in one JSON array or wrapper document (`{"Records": […]}`) it is
 * the number of the element. A record that cannot be read is a reject in its place, and reading goes on.
 *
 * @returns small batches in the order of the file
 */
export async function* decodeStream(
  source: AsyncIterable<Uint8Array>,
  options: DecodingOptions & { readonly path?: string } = {},
): AsyncGenerator<(Decoded | Reject)[]> {
  const file = new FileDecoding(options);
  for await (const chunk of source) yield* file.batches(chunk);
  const rest = file.end();
  if (rest.length > 0) yield rest;
}
