import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { BatchOnBus } from '../store/ports.ts';

/**
 * Bytes of batches from which a round takes no more: some 25,000 records. A round is a part of the table, and fewer and
 * larger parts are merged less often; its rows, several times as large, are in memory at once.
 */
const ROUND_BYTES = 10 * 1024 ** 2;

/**
 * Milliseconds from a round to the next, unless that is full before: every round is a part, and merging many small ones
 * again and again costs more than detection does.
 */
const ROUND_MS = 500;

/**
 * Collects batches into rounds: what came in while the reader worked on a round is the next one, up to the limit. Under
 * load one insert and one checkpoint serve many small batches; a lone batch after a pause waits for nobody.
 *
 * A reader that stops early ends `batches` as well (the bus by its signal), or its last read waits for the next batch.
 */
export async function* rounds(
  batches: AsyncIterable<BatchOnBus>,
  maxBytes: number = ROUND_BYTES,
  everyMs: number = ROUND_MS,
): AsyncGenerator<BatchOnBus[]> {
  let collected = emptyRound();
  let ended = false;
  let given = Number.NEGATIVE_INFINITY;
  let came = (): void => undefined;
  let taken = (): void => undefined;
  const woken = (afterMs?: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = afterMs === undefined ? undefined : setTimeout(resolve, afterMs);
      came = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const collecting = (async () => {
    try {
      for await (const batch of batches) {
        collected.batches.push(batch);
        collected.bytes += batch.payload.byteLength;
        came();
        while (!ended && collected.bytes >= maxBytes) await new Promise<void>((resolve) => (taken = resolve));
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
      while (collected.batches.length === 0 && !ended) await woken();
      for (;;) {
        const rest = given + everyMs - performance.now();
        if (rest <= 0 || ended || collected.bytes >= maxBytes) break;
        await woken(rest);
      }
      // What is there already comes along.
      await turnOfTheLoop();
      const { batches: round } = collected;
      if (round.length === 0) break;
      collected = emptyRound();
      taken();
      given = performance.now();
      yield round;
    }
    await collecting;
  } finally {
    ended = true;
    taken();
  }
}

function emptyRound(): { readonly batches: BatchOnBus[]; bytes: number } {
  return { batches: [], bytes: 0 };
}
