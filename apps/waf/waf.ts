import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { HaechiError } from '@haechi/event';
import type { Transaction } from '@haechi/seclang';
import { addressSet } from './addresses.ts';
import { openAuditLog } from './audit.ts';
import { type Blocked, NOBODY, readBlockList } from './block-list.ts';
import { WAF_LIMITS } from './limits.ts';
import { type Listener, listen, type TlsOptions } from './listen.ts';
import { type ExchangeLogOptions, openExchangeLog } from './log/exchange-log.ts';
import { Metrics } from './metrics.ts';
import { type Mode, problemLine, readRules } from './rules.ts';
import { serveWith } from './serve.ts';
import { openUpstream } from './upstream.ts';

export interface WafOptions {
  /** Rule files or globs, in order. */
  readonly rules: readonly string[];
  readonly listen: { readonly host: string; readonly port: number };
  readonly upstream: string;
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
  /** Reads rules and block list again; what is wrong leaves the old ones in force, and is logged. */
  reload(): Promise<boolean>;
  /** Drains: no new requests, those under way end. */
  close(): Promise<void>;
}

/**
 * Starts the reverse proxy.
 *
 * @throws HaechiError `rules_invalid`, `upstream_invalid`, `address_invalid`, `audit_unwritable`, `port_in_use`,
 *   `port_forbidden`, `block_list_invalid`, `block_list_unreadable`, `log_spool_unusable`
 */
export async function startWaf(options: WafOptions): Promise<RunningWaf> {
  const { log } = options;
  let rules = loaded(options);
  let blocked = await blockedBy(options);
  const metrics = new Metrics();
  const audit = options.audit === undefined ? undefined : await openAuditLog(options.audit);
  const exchanges =
    options.exchangeLog === undefined ? undefined : await openExchangeLog(options.exchangeLog, metrics, log);
  const upstream = openUpstream(options.upstream);
  let draining = false;
  const host = {
    draining: () => draining,
    idle: new Set<Socket>(),
    onRefused: () => metrics.count('refused'),
    serve: serveWith({
      rules: () => rules,
      blocked: () => blocked,
      upstream,
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
  const listener = await listen(options.listen, options.tls, host);
  const monitor =
    options.metrics === undefined ? undefined : await serveMetrics(options.metrics, metrics, () => draining);
  return {
    port: listener.port,
    metricsPort: monitor?.port,
    ruleCount: rules.ruleCount,
    async reload() {
      try {
        const [newRules, newBlocked] = [loaded(options), await blockedBy(options)];
        rules = newRules;
        blocked = newBlocked;
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
      await listener.close(WAF_LIMITS.drainMs);
      await monitor?.close(0);
      upstream.close();
      await audit?.close();
      await exchanges?.close();
    },
  };
}

function loaded({ rules, mode, log }: WafOptions) {
  const found = readRules(rules, mode);
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

async function blockedBy({ blockList }: WafOptions): Promise<Blocked> {
  return blockList === undefined ? NOBODY : readBlockList(blockList);
}

/** `GET /metrics` and `GET /health` (503 while draining) on an address of their own. */
async function serveMetrics(
  at: { readonly host: string; readonly port: number },
  metrics: Metrics,
  draining: () => boolean,
): Promise<Listener> {
  const server = createServer((request, response) => {
    if (request.url === '/metrics') response.setHeader('content-type', 'text/plain; version=0.0.4').end(metrics.text());
    else if (request.url === '/health')
      response.writeHead(draining() ? 503 : 200).end(draining() ? 'draining\n' : 'ok\n');
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, resolve);
  });
  return {
    port: (server.address() as { port: number }).port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
