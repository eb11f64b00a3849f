import { Worker } from 'node:worker_threads';
import { HaechiError } from '@haechi/event';
import type { AddressSources } from '../enrich/address-facts.ts';
import type { BatchOnBus } from '../store/ports.ts';
import type { Processor } from './processor.ts';

type Method = Exclude<keyof Processor, 'close'>;

/** What the thread is given to begin with. */
export interface ThreadData {
  readonly busId: string;
  readonly addresses: AddressSources;
}

/** A call to the thread and its answer, told apart by number. */
export interface Call {
  readonly number: number;
  readonly method: Method;
  readonly arguments: readonly unknown[];
}

export type Answer =
  | { readonly number: number; readonly result: unknown }
  | { readonly number: number; readonly fault: string };

/**
 * The processor on a thread of its own: intake and API stay responsive while rules run, and the second core works.
 *
 * @throws HaechiError `processor_fault` from a call that failed in the thread; `processor_stopped` once the thread died
 */
export function threadProcessor(busId: string, addresses: AddressSources = {}): Processor {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { busId, addresses } satisfies ThreadData,
    name: 'processing',
  });
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: unknown) => void }>();
  let number = 0;
  let stopped: unknown;

  const stop = (cause: unknown): void => {
    stopped = new HaechiError('processor_stopped', {
      what: 'the processing thread stopped',
      remedy: 'restart the server; nothing that was acknowledged is lost',
      cause,
    });
    for (const { reject } of waiting.values()) reject(stopped);
    waiting.clear();
  };
  worker.on('message', (answer: Answer) => {
    const call = waiting.get(answer.number);
    waiting.delete(answer.number);
    if ('fault' in answer)
      call?.reject(new HaechiError('processor_fault', { what: answer.fault, where: 'processing thread' }));
    else call?.resolve(answer.result as never);
  });
  worker.once('error', stop);
  worker.once('exit', () => stop(undefined));

  const post = <T>(method: Method, parameters: readonly unknown[], moved: readonly ArrayBuffer[]): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (stopped !== undefined) return reject(stopped);
      waiting.set(++number, { resolve, reject });
      worker.postMessage({ number, method, arguments: parameters } satisfies Call, moved);
    });
  const call = <T>(method: Method, ...parameters: readonly unknown[]): Promise<T> => post(method, parameters, []);
  return {
    process(batches, retentionDays, sinceMs) {
      const own = batches.map(withOwnBytes);
      return post(
        'process',
        [own, retentionDays, sinceMs],
        own.map(({ payload }) => payload.buffer),
      );
    },
    load: (sources) => call('load', sources),
    know: (lists) => call('know', lists),
    learn: (tables) => call('learn', tables),
    parseBy: (parsers) => call('parseBy', parsers),
    takeActivity: () => call('takeActivity'),
    correlationStates: () => call('correlationStates'),
    restoreCorrelations: (states) => call('restoreCorrelations', states),
    recount: (rows, position) => call('recount', rows, position),
    forgetCorrelations: (tenants) => call('forgetCorrelations', tenants),
    async close() {
      await worker.terminate();
    },
  };
}

/** The batch with bytes that can be moved to the thread: a buffer may be a piece of one that others use as well. */
function withOwnBytes({ position, payload }: BatchOnBus): { position: number; payload: Uint8Array<ArrayBuffer> } {
  return { position, payload: new Uint8Array(payload) };
}
