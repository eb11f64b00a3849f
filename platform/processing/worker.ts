import { parentPort, workerData } from 'node:worker_threads';
import { inThreadProcessor } from './in-thread.ts';
import type { ProcessedRound } from './processor.ts';
import type { Answer, Call, ThreadData } from './thread.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread');
const { busId, addresses } = workerData as ThreadData;
const processor = inThreadProcessor(busId, addresses);

// One call after the other: a round must not overtake the one before it.
let tail = Promise.resolve();
port.on('message', (call: Call) => {
  tail = tail.then(() => answer(call));
});

async function answer({ number, method, arguments: parameters }: Call): Promise<void> {
  try {
    const result: unknown = await (processor[method] as (...all: readonly unknown[]) => Promise<unknown>)(
      ...parameters,
    );
    const moved = method === 'process' ? [(result as ProcessedRound).events.rows.buffer] : [];
    port?.postMessage({ number, result } satisfies Answer, moved);
  } catch (error) {
    port?.postMessage({
      number,
      fault: error instanceof Error ? (error.stack ?? error.message) : String(error),
    } satisfies Answer);
  }
}
