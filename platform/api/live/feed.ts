import type { Finding, Incident } from '@haechi/event';
import { isWithin } from '../../tenancy/scope.ts';

/** Something that happened in a tenant, for those who watch. */
export type LiveEvent =
  | { readonly type: 'incident'; readonly tenant: string; readonly incident: Incident }
  | { readonly type: 'finding'; readonly tenant: string; readonly finding: Finding }
  | { readonly type: 'intake'; readonly tenant: string; readonly events: number };

type Watcher = (event: LiveEvent) => void;

/**
 * Hand-over from the pipeline to the live streams of consoles. A watcher hears only of its tenant subtree. Nothing is
 * kept: who comes later asks the API for what there is.
 */
export class LiveFeed {
  readonly #watchers = new Map<Watcher, string>();

  get watchers(): number {
    return this.#watchers.size;
  }

  publish(event: LiveEvent): void {
    for (const [watcher, root] of this.#watchers) if (isWithin(event.tenant, root)) watcher(event);
  }

  /** Calls `watcher` for what happens at `tenantPath` and below, until the returned function is called. */
  watch(tenantPath: string, watcher: Watcher): () => void {
    this.#watchers.set(watcher, tenantPath);
    return () => this.#watchers.delete(watcher);
  }
}
