import { HaechiError } from '@haechi/event';
import type { FileLimits } from './limits.ts';

/** Counts what a compressed source expands to and ends it when it behaves like a decompression bomb. */
export interface ExpansionBudget {
  /** Compressed bytes read so far. */
  compressed(bytes: number): void;
  /** Expanded bytes given out. Throws `archive_bomb` past the limits. */
  expanded(bytes: number): void;
}

export function createBudget(source: string, limits: FileLimits): ExpansionBudget {
  let inBytes = 0;
  let outBytes = 0;
  return {
    compressed(bytes) {
      inBytes += bytes;
    },
    expanded(bytes) {
      outBytes += bytes;
      const overRatio = outBytes > limits.ratioFreeBytes && outBytes > inBytes * limits.ratio;
      if (!overRatio && outBytes <= limits.expandedBytes) return;
      throw new HaechiError('archive_bomb', {
        what: `${inBytes} compressed bytes expand to more than ${outBytes}`,
        where: source,
        remedy: 'unpack it by hand if you trust it, and give the files',
      });
    },
  };
}

/** `source` with each chunk counted as compressed. */
export async function* countCompressed(
  source: AsyncIterable<Uint8Array>,
  budget: ExpansionBudget,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    budget.compressed(chunk.length);
    yield chunk;
  }
}

/** `source` with each chunk counted as expanded. */
export async function* countExpanded(
  source: AsyncIterable<Uint8Array>,
  budget: ExpansionBudget,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    budget.expanded(chunk.length);
    yield chunk;
  }
}
