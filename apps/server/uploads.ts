import path from 'node:path';
import type { Allowances } from '@haechi/platform/ingest/allowance.ts';
import { FILE_LIMITS } from '@haechi/platform/ingest/files/limits.ts';
import type { IngestDeps } from '@haechi/platform/ingest/ports.ts';
import { UploadBytes } from '@haechi/platform/ingest/uploads/bytes.ts';
import { UPLOAD_LIMITS } from '@haechi/platform/ingest/uploads/limits.ts';
import { UploadQueue } from '@haechi/platform/ingest/uploads/queue.ts';
import { Receiving } from '@haechi/platform/ingest/uploads/receiving.ts';
import type { Bus, EventStore } from '@haechi/platform/store/ports.ts';
import type { StateStore } from '@haechi/platform/store/state/index.ts';
import type { Logger } from 'pino';

export interface UploadParts {
  readonly ingest: IngestDeps;
  readonly allowances: Allowances;
  readonly bus: Bus;
  readonly stores: { readonly state: StateStore; readonly events: EventStore };
  readonly dataFolder: string;
  readonly log: Logger;
}

/** Takes in files and reads them, until closed. */
export async function openUploads({ ingest, allowances, bus, stores, dataFolder, log }: UploadParts): Promise<{
  readonly receiving: Receiving;
  readonly heldBy: UploadQueue['heldBy'];
  close(): Promise<void>;
}> {
  const { uploads } = stores.state;
  const bytes = await UploadBytes.open(path.join(dataFolder, 'uploads'));
  const queue = new UploadQueue({
    uploads,
    bytes,
    bus,
    events: stores.events,
    counters: ingest.counters,
    allowances,
    limits: UPLOAD_LIMITS,
    ingestLimits: ingest.limits,
    fileLimits: FILE_LIMITS,
    now: ingest.now,
    onFault: (error) => log.error({ err: error }, 'an upload could not be read; trying again'),
  });
  queue.start();
  const receiving = new Receiving({ uploads, bytes, limits: UPLOAD_LIMITS, onWhole: () => queue.wake() });
  return { receiving, heldBy: (id) => queue.heldBy(id), close: () => queue.close() };
}
