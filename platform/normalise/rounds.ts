import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { BatchOnBus } from '../store/ports.ts';

/**
 * Bytes of batches from which a round takes no more: some 25,000 records. A round is a part of the table, and fewer and
 * larger parts are merged less often; its rows, several times as large, are in memory at once.
 */
const ROUND_BYTES = 10 * 1024 ** 2;

/**
 * Collects batches into rounds: what came in while the reader worked on a round is the next one, up to the limit. Under
 * load one insert and one checkpoint serve many small batches; a lone batch waits for nobody.
 *
 * A reader that stops early ends `batches` as well (the bus by its signal), or its last read waits for the next batch.
 */
export async function* rounds(
  batches: AsyncIterable<BatchOnBus>,
  maxBytes: number = ROUND_BYTES,
): AsyncGenerator<BatchOnBus[]> {
  let collected = emptyRound();
  let ended = false;
  let came = (): void => undefined;
  let taken = (): void => undefined;
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

function emptyRound(): { readonly batches: BatchOnBus[]; bytes: number } {
  return { batches: [], bytes: 0 };
}
