import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { HaechiError } from '@haechi/event';
import type { AnalysisTask, FromWorker, ToWorker } from './protocol.ts';

/** A file to analyse; `bytes` on disk. */
export interface QueuedFile {
  readonly index: number;
  readonly path: string;
  readonly bytes: number;
}

/** Hears what the workers give. A promise holds the worker that gave it back until it settles. */
export type MessageListener = (message: FromWorker) => void | Promise<void>;

/** Workers that two cores can feed; more only cost memory for the compiled rules. */
export const DEFAULT_WORKERS = availableParallelism();

/** Room for new objects of a worker. V8's own measure grows to four times that and saves no time here. */
const YOUNG_MB = 16;

/**
 * Analyses files on worker threads, the largest first so that none ends alone at the end. Ends when all are done.
 *
 * @throws HaechiError `analysis_worker` when a worker dies (out of memory, a fault of ours)
 */
export async function runPool(
  files: readonly QueuedFile[],
  task: AnalysisTask,
  workers: number,
  listener: MessageListener,
): Promise<void> {
  const queue = [...files].sort((a, b) => a.bytes - b.bytes);
  const count = Math.max(1, Math.min(workers, files.length));
  await Promise.all(Array.from({ length: count }, () => runWorker(queue, task, listener)));
}

function runWorker(queue: QueuedFile[], task: AnalysisTask, listener: MessageListener): Promise<void> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const send = (message: ToWorker): void => worker.postMessage(message);
  let current = '';
  const next = (): void => {
    const file = queue.pop();
    current = file?.path ?? '';
    send(file === undefined ? { kind: 'end' } : { kind: 'file', index: file.index, path: file.path });
  };
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => {
      reject(
        new HaechiError('analysis_worker', {
          what: `a worker stopped: ${cause instanceof Error ? cause.message : String(cause)}`,
          where: current,
          remedy: 'run it again with that file alone, and report it if it happens again',
          cause,
        }),
      );
      void worker.terminate();
    };
    worker.on('message', (message: FromWorker) => {
      const handled = Promise.resolve(listener(message));
      if (message.kind === 'ready' || message.kind === 'done') void handled.then(next, fail);
      else if (message.kind === 'output') void handled.then(() => send({ kind: 'taken' }), fail);
    });
    worker.once('error', fail);
    worker.once('exit', (code) => (code === 0 ? resolve() : fail(new Error(`exit code ${code}`))));
  });
}
