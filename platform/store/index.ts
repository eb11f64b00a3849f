import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileBlobs } from './blobs/files.ts';
import { openEvents } from './events/store.ts';
import type { Blobs, EventStore, IncidentStore } from './ports.ts';
import { openState, type StateStore } from './state/index.ts';

export interface Stores extends AsyncDisposable {
  readonly events: EventStore;
  readonly state: StateStore;
  readonly incidents: IncidentStore;
  readonly blobs: Blobs;
}

/**
 * Opens everything that is kept, with its tables at the newest version.
 *
 * @param options.dataDir folder for what is embedded: `events/` (chDB), `state/` (PGlite), `blobs/`; one process at a time
 * @param options.eventsUrl `clickhouse://…` to keep events on a server instead
 * @param options.stateUrl `postgres://…` to keep state on a server instead
 * @example await using stores = await openStores({ dataDir: '/var/lib/haechi' });
 */
export async function openStores(options: { dataDir: string; eventsUrl?: string; stateUrl?: string }): Promise<Stores> {
  const { dataDir, eventsUrl, stateUrl } = options;
  await mkdir(dataDir, { recursive: true });
  await using opened = new AsyncDisposableStack();
  const blobs = await fileBlobs(join(dataDir, 'blobs'));
  const state = opened.adopt(await openState(stateUrl ?? join(dataDir, 'state')), (store) => store.close());
  const events = opened.adopt(await openEvents(eventsUrl ?? join(dataDir, 'events')), (store) => store.close());
  await events.migrate();
  const kept = opened.move();
  return { events, state, incidents: state.incidents, blobs, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
