import { createHash } from 'node:crypto';
import path from 'node:path';
import { HaechiError } from '@haechi/event';
import { hecTarget } from '@haechi/hec';
import { type Lang, langOf, text } from '@haechi/locales';
import { langOption, parse, program } from '../options.ts';
import { openCheckpoint } from '../pull/checkpoint.ts';
import { credentialsOf } from '../pull/credentials.ts';
import { baseOf, locationOf } from '../pull/location.ts';
import { pullProgress } from '../pull/progress.ts';
import { pull } from '../pull/pull.ts';
import { defaultState, lockState } from '../sending/state-folder.ts';
import { tokenIn } from '../waf/log-options.ts';

interface Options {
  readonly to: string;
  readonly tokenFile: string;
  readonly endpoint?: string;
  readonly region: string;
  readonly credentialsFile?: string;
  readonly profile: string;
  readonly state?: string;
  readonly sourcetype?: string;
  readonly follow?: number;
  readonly lang?: Lang;
}

/** `haechi pull s3://BUCKET/PREFIX`: reads the logs in a bucket and sends their records to an event collector. */
export async function run(argv: string[]): Promise<number> {
  const lang = langOf(process.env['LC_ALL'] ?? process.env['LANG']);
  const option = (name: string): string => text(lang, `cli.pull.options.${name}`);
  const command = program('pull', text(lang, 'cli.pull.description'))
    .argument('<location>', option('location'))
    .requiredOption('--to <url>', option('to'))
    .requiredOption('--token-file <file>', option('tokenFile'))
    .option('--endpoint <url>', option('endpoint'))
    .option('--region <region>', option('region'), process.env['AWS_REGION'] || 'us-east-1')
    .option('--credentials-file <file>', option('credentialsFile'))
    .option('--profile <name>', option('profile'), 'default')
    .option('--state <folder>', option('state'))
    .option('--sourcetype <text>', option('sourcetype'))
    .option('--follow <seconds>', option('follow'), seconds)
    .addOption(langOption());
  const exit = parse(command, argv);
  if (exit !== undefined) return exit;
  const options = command.opts<Options>();
  const target = hecTarget(options.to, tokenIn(options.tokenFile));
  const location = locationOf(command.args[0] as string);
  const base = baseOf(location, options.region, options.endpoint);
  const credentials = credentialsOf(options.credentialsFile, options.profile, process.env);
  const what = `${base.href} ${location.prefix}`;
  const folder = path.resolve(options.state ?? path.join(defaultState('pull', target.url), nameOf(what)));
  const unlock = await lockState(folder);
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop.abort());
  const { report, totals, end } = pullProgress(options.lang ?? lang);
  try {
    await pull(
      {
        store: {
          place: { base, region: options.region },
          prefix: location.prefix,
          credentials,
          ...(options.endpoint === undefined ? { baseIn: (region) => baseOf(location, region, undefined) } : {}),
          isPatient: options.follow !== undefined,
          waiting: report.waiting,
        },
        bucket: location.bucket,
        origin: base.origin,
        target,
        checkpoint: await openCheckpoint(folder, what),
        ...(options.sourcetype === undefined ? {} : { sourcetype: options.sourcetype }),
        ...(options.follow === undefined ? {} : { followMs: options.follow * 1_000 }),
        now: Date.now,
      },
      report,
      stop.signal,
    );
  } finally {
    end();
    await unlock();
  }
  const isWhole = totals.problems === 0 && totals.refused === 0 && !stop.signal.aborted;
  return options.follow !== undefined || isWhole ? 0 : 1;
}

/** A folder for each place that is read. */
function nameOf(what: string): string {
  return createHash('sha256').update(what).digest('hex').slice(0, 16);
}

/** @throws HaechiError `usage` */
function seconds(given: string): number {
  const value = Number(given);
  if (Number.isSafeInteger(value) && value >= 1 && value <= 86_400) return value;
  throw new HaechiError('usage', {
    what: 'whole seconds are wanted, 1 to 86400',
    where: given,
    remedy: 'for example --follow 300',
  });
}
