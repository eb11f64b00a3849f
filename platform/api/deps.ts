import type { Level, Logsource } from '@haechi/event';
import type { FeedNetwork } from '../feeds/feed.ts';
import type { UploadLimits } from '../ingest/uploads/limits.ts';
import type { Receiving } from '../ingest/uploads/receiving.ts';
import type { RuleTexts } from '../report/data.ts';
import type { Bus, EventStore } from '../store/ports.ts';
import type { Sealer } from '../store/sealer.ts';
import type { StateStore } from '../store/state/index.ts';
import type { TryRequest } from '../waf/try-request.ts';
import type { TokenCheck } from './auth/token-check.ts';
import type { ApiLimits } from './limits.ts';
import type { LiveFeed } from './live/feed.ts';

/** A rule that is loaded, whether it is enabled anywhere or not. */
export interface CatalogRule {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly logsource: Logsource;
  readonly attack: readonly string[];
  /** `builtin`, or the name of the pack. */
  readonly source: string;
  /** Tenant whose pack it is, `/` for built-in rules. It holds there and below. */
  readonly tenant: string;
  /** As written. */
  readonly yaml: string;
  /** Titles and response hints in each language; only built-in rules have them. */
  readonly texts?: RuleTexts;
}

/** The rules of the detection stage, as the API shows and changes them. */
export interface RuleCatalog {
  rules(): readonly CatalogRule[];
  rule(id: string): CatalogRule | undefined;
  /** What of these files would be refused, and why; nothing is loaded. */
  check(files: readonly { path: string; text: string }[]): {
    rules: number;
    rejected: { path: string; reason: string }[];
  };
  /** Takes up changed packs, settings and exceptions from the state. */
  reload(): Promise<void>;
}

/** Where senders connect, for the settings page. */
interface IntakeAddresses {
  readonly http: { readonly host: string; readonly port: number };
  readonly syslog?: { readonly host: string; readonly udpPort: number; readonly tcpPort: number };
}

/** Everything the API needs; it opens nothing itself. */
export interface ApiDeps {
  readonly state: StateStore;
  readonly events: EventStore;
  /** Where dead letters go when they are replayed. */
  readonly bus: Pick<Bus, 'publish'>;
  readonly rules: RuleCatalog;
  /** Has the intake take up what tenants may send. */
  readonly allowancesChanged: () => Promise<void>;
  /** Has the pipeline take up changed lists of indicators. */
  readonly intelChanged: () => Promise<void>;
  /** What feeds may reach, where their credentials are sealed, and who polls them. */
  readonly feeds: { readonly network: FeedNetwork; readonly sealer: Sealer; readonly wake: () => void };
  /** Has the pipeline take up changed parsers. */
  readonly parsersChanged: () => Promise<void>;
  /** Has the pipeline take up a tenant's changed tables of assets and users. */
  readonly inventoryChanged: (tenant: string) => Promise<void>;
  /** Takes in the bytes of files. */
  readonly receiving: Receiving;
  /** Which bound of its tenant holds the reading of an uploaded file back, if one does. */
  readonly uploadHeldBy: (id: string) => 'rate' | 'volume' | undefined;
  readonly uploadLimits: UploadLimits;
  /** Judges a pasted request as the WAF would. */
  readonly tryRequest: TryRequest;
  readonly feed: LiveFeed;
  readonly intakeAddresses: () => IntakeAddresses;
  /** Figures of the whole process in Prometheus' text format. */
  readonly metrics: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly version: string;
  /** Folder of the built console; may be missing. */
  readonly consoleFolder: string;
  /** True when browsers reach the server over TLS: cookies become `Secure`. */
  readonly https: boolean;
  readonly limits: ApiLimits;
  /** Recognises API tokens; shared with the intake. */
  readonly tokens: TokenCheck;
}
