import path from 'node:path';
import { wafRuleFiles } from '@haechi/content';
import type { ApiLimits } from '@haechi/platform/api/limits.ts';
import type { LiveFeed } from '@haechi/platform/api/live/feed.ts';
import { buildApi } from '@haechi/platform/api/server.ts';
import { UPLOAD_LIMITS } from '@haechi/platform/ingest/uploads/limits.ts';
import type { Stores } from '@haechi/platform/store/index.ts';
import { sealerAt } from '@haechi/platform/store/sealer.ts';
import { tryRequestWith } from '@haechi/platform/waf/try-request.ts';
import type { Base } from './base.ts';
import { CONSOLE_DIST } from './console-build.ts';
import type { Doors } from './doors.ts';
import { startFeedPoller } from './feed-poller.ts';
import type { Knowledge } from './knowledge.ts';
import { ruleCatalog } from './rule-catalog.ts';
import { hearOthers } from './shared-feed.ts';
import { openUploads } from './uploads.ts';

/** What the API shows of the process it runs in. */
export interface ApiParts {
  readonly stores: Stores;
  readonly knowledge: Knowledge;
  readonly feed: LiveFeed;
  readonly doors: Doors | undefined;
  /** Where this process listens; the port is known later. */
  readonly http: { readonly host: string; readonly port: number };
  readonly metrics: () => string;
  readonly version: string;
  readonly limits: ApiLimits;
}

/** Builds the API with the console, uploads and what polls feeds; it does not listen yet. @param opening closes it again */
export async function openApi(
  base: Base,
  parts: ApiParts,
  opening: AsyncDisposableStack,
): Promise<Awaited<ReturnType<typeof buildApi>>> {
  const { options, state, bus, ingest, log, now } = base;
  const { stores, knowledge, feed, doors } = parts;
  const { changes } = knowledge;
  const sealer = sealerAt(path.join(options.dataFolder, 'secrets.key'));
  const network = options.feeds ?? { loopback: false };
  const feedPoller = startFeedPoller({
    state,
    claim: base.claim,
    sealer,
    network,
    intelChanged: changes.intel,
    log,
    now,
  });
  opening.defer(() => feedPoller.stop());
  const uploads = await openUploads({
    ingest,
    allowances: base.allowances,
    bus,
    stores,
    dataFolder: options.dataFolder,
    log,
  });
  opening.defer(() => uploads.close());
  hearOthers(feed, base.words);
  const rules = ruleCatalog(knowledge.detection);
  const api = await buildApi(
    {
      state,
      receiving: uploads.receiving,
      uploadHeldBy: uploads.heldBy,
      uploadLimits: UPLOAD_LIMITS,
      events: stores.events,
      rules: { ...rules, reload: changes.rules },
      tryRequest: tryRequestWith(wafRuleFiles()),
      bus,
      allowancesChanged: changes.allowances,
      intelChanged: changes.intel,
      parsersChanged: changes.parsers,
      feeds: { network, sealer, wake: feedPoller.wake },
      inventoryChanged: changes.inventory,
      feed,
      tokens: base.tokens,
      intakeAddresses: () => (doors === undefined ? {} : { http: parts.http, syslog: doors.syslog }),
      metrics: parts.metrics,
      now,
      version: parts.version,
      consoleFolder: CONSOLE_DIST,
      https: false,
      limits: parts.limits,
    },
    log,
  );
  opening.defer(() => api.close());
  return api;
}
