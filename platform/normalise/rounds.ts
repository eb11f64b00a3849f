import type { IntakeBatch } from '../store/ports.ts';

/** Records that one round takes at the most. A round is a part of the table: fewer and larger ones are merged less often. */
const ROUND_RECORDS = 30_000;
/** Characters of records from which a round takes no more batches: bounds memory where records are long. */
const ROUND_CHARS = 48 * 1024 ** 2;

/**
 * Collects batches that are there already into rounds: one insert and one checkpoint serve many small batches under
 * load, and a lone batch waits for nobody.
 */
export async function* rounds<T extends IntakeBatch>(
  batches: AsyncIterable<T>,
  maxRecords: number = ROUND_RECORDS,
  maxChars: number = ROUND_CHARS,
): AsyncGenerator<T[]> {
  const iterator = batches[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const first = await next;
      if (first.done === true) return;
      const round = [first.value];
      let records = first.value.records.length;
      let chars = charsOf(first.value);
      next = iterator.next();
      while (records < maxRecords && chars < maxChars) {
        const following = await Promise.race([next, nothingReady()]);
        if (following === undefined || following.done === true) break;
        round.push(following.value);
        records += following.value.records.length;
        chars += charsOf(following.value);
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

function charsOf({ records }: IntakeBatch): number {
  let chars = 0;
  for (const record of records) chars += record.length;
  return chars;
}
