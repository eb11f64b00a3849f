import cluster from 'node:cluster';
import { readFileSync } from 'node:fs';
import { wafRuleFiles } from '@haechi/content';
import { HaechiError } from '@haechi/event';
import type { TlsOptions } from '@haechi/waf/listen.ts';
import type { Mode } from '@haechi/waf/rules.ts';
import { startWaf, type WafOptions } from '@haechi/waf/waf.ts';
import { Option } from 'commander';
import { collect, parse, program } from '../options.ts';
import { exchangeLogOf, type LogOptions, withLogOptions } from './log-options.ts';
import { policySourceOf, type SiteOptions } from './site-options.ts';
import { reportMetrics, slot, supervise } from './supervise.ts';

interface Options extends LogOptions, SiteOptions {
  readonly rules: string[];
  readonly listen: string;
  readonly upstream?: string;
  readonly mode?: Mode;
  readonly audit?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly sniMap?: string;
  readonly trustedProxies: string[];
  readonly fail: 'open' | 'closed';
  readonly blockList?: string;
  readonly metrics?: string;
  readonly workers: number;
}

/** The proxy until SIGTERM or SIGINT; SIGHUP reloads rules and block list. */
export async function runProxy(argv: string[]): Promise<number> {
  const command = program(
    'waf',
    'A reverse proxy with SecLang rules (OWASP CRS runs unchanged). No database is needed.',
  )
    .option(
      '--rules <file>',
      "SecLang file or glob; may be repeated, order counts; Haechi's own rules where none is given",
      collect,
      [],
    )
    .option(
      '--upstream <url>',
      'http(s)://host:port of the server to protect; with --site it may be left to the policy',
    )
    .option('--site <name>', 'site of the platform whose policy holds here')
    .option('--platform <url>', 'the platform; exchanges are logged there, too, if --log-to names no other collector')
    .option('--platform-token-file <file>', 'file with a token of the scopes waf and ingest')
    .option('--policy-every <seconds>', 'how often the platform is asked for changes', Number, 5)
    .option('--listen <host:port>', 'where clients connect', '127.0.0.1:8081')
    .addOption(new Option('--mode <mode>', 'overrules SecRuleEngine of the rules').choices(['block', 'detect']))
    .option('--audit <file>', 'NDJSON, a line for each transaction that matched or was blocked')
    .option('--tls-cert <file>', 'certificate chain in PEM; serves HTTPS and HTTP/2')
    .option('--tls-key <file>', 'its private key in PEM')
    .option('--sni-map <file>', 'JSON {"name": {"cert": FILE, "key": FILE}} for further names')
    .option('--trusted-proxies <cidr>', 'hop whose X-Forwarded-For is believed; may be repeated', collect, [])
    .addOption(
      new Option('--fail <how>', 'what to do when the engine faults').choices(['open', 'closed']).default('closed'),
    )
    .option('--block-list <file>', 'NDJSON of addresses and sessions to turn away')
    .option('--metrics <host:port>', 'where /metrics and /health are served')
    .option('--workers <n>', 'processes that share the port', Number, 1);
  withLogOptions(command).addHelpText('after', '\n./haechi waf ftw --help: run rule tests against the WAF');
  const exit = parse(command, argv);
  if (exit !== undefined) return exit;
  const options = command.opts<Options>();
  if (options.site === undefined && options.upstream === undefined)
    throw new HaechiError('usage', {
      what: 'it is not said what to protect',
      remedy: 'give --upstream, or --site with --platform',
    });
  if (options.workers <= 1 || cluster.isWorker) return serve(options);
  return supervise(options.workers, metricsOf(options));
}

async function serve(options: Options): Promise<number> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const waf = await startWaf({
    rules: options.rules.length === 0 ? wafRuleFiles() : options.rules,
    listen: address(options.listen, '--listen'),
    ...given('upstream', options.upstream),
    ...given('policy', policySourceOf(options, options.listen, say)),
    trustedProxies: options.trustedProxies,
    failOpen: options.fail === 'open',
    log: say,
    ...given('mode', options.mode),
    ...given('audit', options.audit),
    ...given('tls', tlsOf(options)),
    ...given('blockList', options.blockList),
    ...given('metrics', cluster.isWorker ? undefined : metricsOf(options)),
    ...given('exchangeLog', exchangeLogOf(options, options.listen, slot(), options.workers)),
  } satisfies WafOptions);
  say(
    `listening on ${options.listen.replace(/:0$/, `:${waf.port}`)}, ${waf.ruleCount} rules, upstream ${waf.upstream()}`,
  );
  reportMetrics(waf.metrics);
  process.on('SIGHUP', () => void waf.reload());
  process.on('message', (message) => {
    if (message === 'reload') void waf.reload();
  });
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  await waf.close();
  // The channel to the supervisor would keep the process.
  if (cluster.isWorker) process.disconnect?.();
  return 0;
}

function metricsOf({ metrics }: Options): { host: string; port: number } | undefined {
  return metrics === undefined ? undefined : address(metrics, '--metrics');
}

function given<K extends string, V>(key: K, value: V | undefined): { readonly [name in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [name in K]?: V };
}

function address(text: string, option: string): { host: string; port: number } {
  const found = /^(?:\[([0-9a-fA-F:]+)\]|([^:]*)):(\d{1,5})$/.exec(text);
  if (found === null || Number(found[3]) > 65_535)
    throw new HaechiError('address_invalid', {
      what: `${option} wants host:port`,
      where: text,
      remedy: 'for example 127.0.0.1:8081 or [::]:443',
    });
  return { host: found[1] ?? (found[2] === '' ? '0.0.0.0' : (found[2] ?? '')), port: Number(found[3]) };
}

function tlsOf({ tlsCert, tlsKey, sniMap }: Options): TlsOptions | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new HaechiError('usage', { what: '--tls-cert and --tls-key belong together', remedy: 'give both' });
  const map =
    sniMap === undefined ? {} : (JSON.parse(readText(sniMap)) as Record<string, { cert: string; key: string }>);
  return {
    certificate: { cert: readText(tlsCert), key: readText(tlsKey) },
    byName: new Map(
      Object.entries(map).map(([name, { cert, key }]) => [
        name.toLowerCase(),
        { cert: readText(cert), key: readText(key) },
      ]),
    ),
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new HaechiError('file_unreadable', {
      what: 'the file cannot be read',
      where: path,
      remedy: 'check the path and the rights on it',
      cause,
    });
  }
}
