import type { IntakeBatch } from '../store/ports.ts';

/** Records that one round takes at the most: bounds memory, and large enough that a bulk insert pays. */
const ROUND_RECORDS = 10_000;

/**
 * Collects batches that are there already into rounds: one insert and one checkpoint serve many small batches under
 * load, and a lone batch waits for nobody.
 */
export async function* rounds(
  batches: AsyncIterable<IntakeBatch>,
  maxRecords: number = ROUND_RECORDS,
): AsyncGenerator<IntakeBatch[]> {
  const iterator = batches[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const first = await next;
      if (first.done === true) return;
      const round = [first.value];
      let records = first.value.records.length;
      next = iterator.next();
      while (records < maxRecords) {
        const following = await Promise.race([next, nothingReady()]);
        if (following === undefined || following.done === true) break;
        round.push(following.value);
        records += following.value.records.length;
        next = iterator.next();
      }
      yield round;
    }
  } finally {
    await iterator.return?.();
  }
}

/** Settles after the file reads that are under way had one turn of the event loop. */
function nothingReady(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, 1, undefined));
}
