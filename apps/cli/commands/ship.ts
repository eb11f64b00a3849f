import { hostname } from 'node:os';
import path from 'node:path';
import { hecTarget } from '@haechi/hec';
import { type Lang, langOf, text } from '@haechi/locales';
import { langOption, parse, program } from '../options.ts';
import { defaultState, lockState } from '../sending/state-folder.ts';
import { shipProgress } from '../ship/progress.ts';
import { openRegistry } from '../ship/registry.ts';
import { ship } from '../ship/ship.ts';
import { tokenIn } from '../waf/log-options.ts';

interface Options {
  readonly to: string;
  readonly tokenFile: string;
  readonly state?: string;
  readonly sourcetype?: string;
  readonly once?: boolean;
  readonly lang?: Lang;
}

/** `haechi ship PATH…`: follows log files and sends their lines to an event collector until SIGTERM or SIGINT. */
export async function run(argv: string[]): Promise<number> {
  const lang = langOf(process.env['LC_ALL'] ?? process.env['LANG']);
  const option = (name: string): string => text(lang, `cli.ship.options.${name}`);
  const command = program('ship', text(lang, 'cli.ship.description'))
    .argument('<path...>', option('path'))
    .requiredOption('--to <url>', option('to'))
    .requiredOption('--token-file <file>', option('tokenFile'))
    .option('--state <folder>', option('state'))
    .option('--sourcetype <text>', option('sourcetype'))
    .option('--once', option('once'))
    .addOption(langOption());
  const exit = parse(command, argv);
  if (exit !== undefined) return exit;
  const options = command.opts<Options>();
  const target = hecTarget(options.to, tokenIn(options.tokenFile));
  const stateFolder = path.resolve(options.state ?? defaultState('ship', target.url));
  const unlock = await lockState(stateFolder);
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop.abort());
  const { report, totals, end } = shipProgress(options.lang ?? lang, options.once === true);
  try {
    await ship(
      {
        paths: command.args.map((given) => path.resolve(given)),
        target,
        stateFolder,
        registry: await openRegistry(stateFolder),
        host: hostname(),
        ...(options.sourcetype === undefined ? {} : { sourcetype: options.sourcetype }),
        once: options.once === true,
        now: Date.now,
      },
      report,
      stop.signal,
    );
    end();
  } finally {
    await unlock();
  }
  return options.once === true && (totals.problems > 0 || totals.refused > 0 || stop.signal.aborted) ? 1 : 0;
}
