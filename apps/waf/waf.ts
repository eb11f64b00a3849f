import type { Socket } from 'node:net';
import { HaechiError } from '@haechi/event';
import type { SitePolicy } from '@haechi/policy';
import type { RuleSet, Transaction } from '@haechi/seclang';
import { addressSet } from './addresses.ts';
import { openAuditLog } from './audit.ts';
import { type Blocked, blockedBy, NOBODY, readBlockList } from './block-list.ts';
import { WAF_LIMITS } from './limits.ts';
import { listen, type TlsOptions } from './listen.ts';
import { type ExchangeLogOptions, openExchangeLog } from './log/exchange-log.ts';
import { Metrics, type MetricsSnapshot } from './metrics.ts';
import { serveMetrics } from './metrics-server.ts';
import { type Mode, problemLine, readRules } from './rules.ts';
import { serveWith } from './serve.ts';
import { openPolicySource, type PolicySourceOptions } from './site/policy-source.ts';
import { openUpstream } from './upstream.ts';

export interface WafOptions {
  /** Rule files or globs, in order. */
  readonly rules: readonly string[];
  readonly listen: { readonly host: string; readonly port: number };
  /** The server behind; with a site's policy it may be left out. */
  readonly upstream?: string;
  /** Where the policy of the site comes from. */
  readonly policy?: PolicySourceOptions;
  readonly mode?: Mode;
  readonly audit?: string;
  readonly tls?: TlsOptions;
  /** Addresses and networks of hops whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** Requests go on uninspected when the engine faults. */
  readonly failOpen: boolean;
  readonly blockList?: string;
  /** Where metrics and health are served. */
  readonly metrics?: { readonly host: string; readonly port: number };
  /** Where exchanges are logged with their bodies. */
  readonly exchangeLog?: ExchangeLogOptions;
  /** Lines for the operator. */
  readonly log: (line: string) => void;
  /** Told of each transaction when its rules have run. */
  readonly onTransaction?: (transaction: Transaction) => void;
}

/** A WAF that serves. */
export interface RunningWaf {
  readonly port: number;
  readonly metricsPort: number | undefined;
  readonly ruleCount: number;
  /** Where requests go now. */
  upstream(): string;
  /** What it counted so far. */
  metrics(): MetricsSnapshot;
  /** Reads rules and block list again, and opens the audit file anew; what is wrong leaves the old ones in force, and is logged. */
  reload(): Promise<boolean>;
  /** Drains: no new requests, those under way end. */
  close(): Promise<void>;
}

/**
 * Starts the reverse proxy.
 *
 * @throws HaechiError `rules_invalid`, `upstream_invalid`, `address_invalid`, `audit_unwritable`, `port_in_use`,
 *   `port_forbidden`, `block_list_invalid`, `block_list_unreadable`, `log_spool_unusable`,
 *   `policy_unavailable`
 */
export async function startWaf(options: WafOptions): Promise<RunningWaf> {
  const { log } = options;
  const source = options.policy === undefined ? undefined : await openPolicySource(options.policy);
  let rules = loaded(options, source?.current());
  let blocked = await blockedIn(options, source?.current());
  const metrics = new Metrics();
  const audit = options.audit === undefined ? undefined : await openAuditLog(options.audit);
  const exchanges =
    options.exchangeLog === undefined ? undefined : await openExchangeLog(options.exchangeLog, metrics, log);
  let upstreamAt = upstreamOf(options, source?.current());
  let upstream = openUpstream(upstreamAt);
  let draining = false;
  const host = {
    draining: () => draining,
    idle: new Set<Socket>(),
    onRefused: () => metrics.count('refused'),
    serve: serveWith({
      rules: () => rules,
      blocked: () => blocked,
      upstream: () => upstream,
      trusted: addressSet(options.trustedProxies),
      failOpen: options.failOpen,
      audit,
      log: exchanges,
      metrics,
      newId: () => crypto.randomUUID(),
      nowMs: Date.now,
      onFault: (error) => log(`error[fault]: ${error instanceof Error ? error.message : String(error)}`),
      ...(options.onTransaction === undefined ? {} : { onTransaction: options.onTransaction }),
    }),
  };
  prepareInTurn(() => rules);
  const listener = await listen(options.listen, options.tls, host);
  const monitor =
    options.metrics === undefined
      ? undefined
      : await serveMetrics(
          options.metrics,
          () => metrics.snapshot(),
          () => !draining,
        );
  async function takeUp(policy: SitePolicy | undefined): Promise<void> {
    const [newRules, newBlocked] = [loaded(options, policy), await blockedIn(options, policy)];
    const address = upstreamOf(options, policy);
    rules = newRules;
    prepareInTurn(() => rules);
    blocked = newBlocked;
    if (address === upstreamAt) return;
    const before = upstream;
    upstream = openUpstream(address);
    upstreamAt = address;
    // Requests that are under way end on the old connections.
    setTimeout(() => before.close(), WAF_LIMITS.drainMs).unref();
  }
  source?.onChange(async (policy) => {
    await takeUp(policy);
    metrics.count('reloads');
    log(
      `policy changed: mode ${policy.mode}, ${policy.exclusions.length} exclusions, ${policy.blocked.length} blocked`,
    );
  });
  return {
    port: listener.port,
    metricsPort: monitor?.port,
    ruleCount: rules.ruleCount,
    upstream: () => upstreamAt,
    metrics: () => metrics.snapshot(),
    async reload() {
      try {
        await audit?.reopen();
        await takeUp(source?.current());
        metrics.count('reloads');
        log(`reloaded: ${rules.ruleCount} rules`);
        return true;
      } catch (error) {
        metrics.count('failed_reloads');
        log(`${error instanceof HaechiError ? error.line() : String(error)}; the rules before stay in force`);
        return false;
      }
    },
    async close() {
      draining = true;
      await source?.close();
      await listener.close(WAF_LIMITS.drainMs);
      await monitor?.close(0);
      upstream.close();
      await audit?.close();
      await exchanges?.close();
    },
  };
}

function loaded({ rules, mode, log }: WafOptions, policy: SitePolicy | undefined) {
  const found = readRules(rules, mode, policy);
  if (found.ruleset === undefined) {
    const [first] = found.errors;
    for (const problem of found.errors) log(problemLine(problem));
    throw new HaechiError('rules_invalid', {
      what: `${found.errors.length} errors in the rules`,
      where: first === undefined ? '' : problemLine(first),
      remedy: 'mend the rules; every error is listed above',
    });
  }
  for (const warning of found.warnings) log(`warning: ${problemLine(warning)}`);
  return found.ruleset;
}

/** Prepares the rules between requests, as long as they are in force. */
function prepareInTurn(rules: () => RuleSet): void {
  const prepared = rules();
  const work = prepared.prepare();
  const next = (): void => {
    if (rules() === prepared && work.next().done !== true) setTimeout(next, WAF_LIMITS.prepareMs).unref();
  };
  setTimeout(next, WAF_LIMITS.prepareMs).unref();
}

async function blockedIn({ blockList }: WafOptions, policy: SitePolicy | undefined): Promise<Blocked> {
  const file = blockList === undefined ? NOBODY : await readBlockList(blockList);
  return blockedBy(policy?.blocked ?? [], file);
}

function upstreamOf({ upstream }: WafOptions, policy: SitePolicy | undefined): string {
  return upstream ?? policy?.upstream ?? '';
}
