import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { IntakeBatch } from '../store/ports.ts';

/** Records that one round takes at the most. A round is a part of the table: fewer and larger ones are merged less often. */
const ROUND_RECORDS = 30_000;
/** Characters of records from which a round takes no more batches: bounds memory where records are long. */
const ROUND_CHARS = 48 * 1024 ** 2;

/**
 * Collects batches into rounds: what came in while the reader worked on a round is the next one, up to the limits. Under
 * load one insert and one checkpoint serve many small batches; a lone batch waits for nobody.
 *
 * A reader that stops early ends `batches` as well (the bus by its signal), or its last read waits for the next batch.
 */
export async function* rounds(
  batches: AsyncIterable<IntakeBatch>,
  maxRecords: number = ROUND_RECORDS,
  maxChars: number = ROUND_CHARS,
): AsyncGenerator<IntakeBatch[]> {
  let collected = emptyRound();
  let ended = false;
  let came = (): void => undefined;
  let taken = (): void => undefined;
  const collecting = (async () => {
    try {
      for await (const batch of batches) {
        collected.batches.push(batch);
        collected.records += batch.records.length;
        collected.chars += charsOf(batch);
        came();
        while (!ended && (collected.records >= maxRecords || collected.chars >= maxChars))
          await new Promise<void>((resolve) => (taken = resolve));
        if (ended) return;
      }
    } finally {
      ended = true;
      came();
    }
  })();
  // Its fault reaches the reader behind the rounds that came before it.
  collecting.catch(() => undefined);
  try {
    for (;;) {
      if (collected.batches.length === 0 && !ended) await new Promise<void>((resolve) => (came = resolve));
      // What is there already comes along.
      await turnOfTheLoop();
      const { batches: round } = collected;
      if (round.length === 0) break;
      collected = emptyRound();
      taken();
      yield round;
    }
    await collecting;
  } finally {
    ended = true;
    taken();
  }
}

function emptyRound(): { readonly batches: IntakeBatch[]; records: number; chars: number } {
  return { batches: [], records: 0, chars: 0 };
}

function charsOf({ records }: IntakeBatch): number {
  let chars = 0;
  for (const record of records) chars += record.length;
  return chars;
}
