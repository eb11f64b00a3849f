import { type Lang, langOf, text } from '@haechi/locales';
import { type Installation, type MoveReport, move } from '@haechi/server/move.ts';
import { parseEngine } from '@haechi/server/options.ts';
import { langOption, parse, program } from '../options.ts';

interface Options {
  readonly data: string;
  readonly events?: string;
  readonly state?: string;
  readonly toData: string;
  readonly toEvents?: string;
  readonly toState?: string;
  readonly lang?: Lang;
}

const TERMINAL_MS = 200;
const LOG_MS = 10_000;

/** `haechi move`: copies a stopped installation from folders to servers, or back, and compares both sides. */
export async function run(argv: string[]): Promise<number> {
  const own = langOf(process.env['LC_ALL'] ?? process.env['LANG']);
  const option = (name: string): string => text(own, `cli.move.options.${name}`);
  const command = program('move', text(own, 'cli.move.description'))
    .option('--data <folder>', option('data'), 'data')
    .option('--events <url>', option('events'))
    .option('--state <url>', option('state'))
    .requiredOption('--to-data <folder>', option('toData'))
    .option('--to-events <url>', option('toEvents'))
    .option('--to-state <url>', option('toState'))
    .addOption(langOption());
  const exit = parse(command, argv);
  if (exit !== undefined) return exit;
  const { lang = own, ...options } = command.opts<Options>();
  const { env } = process;
  const from = installation(
    options.data,
    '',
    options.events ?? env['HAECHI_EVENTS'],
    options.state ?? env['HAECHI_STATE'],
  );
  const to = installation(
    options.toData,
    'to-',
    options.toEvents ?? env['HAECHI_TO_EVENTS'],
    options.toState ?? env['HAECHI_TO_STATE'],
  );
  await move(from, to, Date.now(), report(lang));
  say(text(lang, 'cli.move.done'));
  return 0;
}

function installation(dataFolder: string, prefix: string, events?: string, state?: string): Installation {
  return {
    dataFolder,
    ...(events ? { events: parseEngine(events, `--${prefix}events`, ['clickhouse']) } : {}),
    ...(state ? { state: parseEngine(state, `--${prefix}state`, ['postgres', 'postgresql']) } : {}),
  };
}

/** Progress on standard error: in place on a terminal, elsewhere a line every ten seconds. */
function report(lang: Lang): MoveReport {
  const isTerminal = process.stderr.isTTY === true;
  let shownMs = 0;
  const line = (key: string, values: Readonly<Record<string, string | number>> = {}): void =>
    say(text(lang, `cli.move.${key}`, values), isTerminal);
  return {
    events({ table, rows, ofRows }) {
      const now = performance.now();
      if (now - shownMs < (isTerminal ? TERMINAL_MS : LOG_MS)) return;
      shownMs = now;
      const shown = text(lang, 'cli.move.progress', { table, rows, ofRows });
      process.stderr.write(isTerminal ? `\r\x1b[K${shown}` : `${shown}\n`);
    },
    stays: (part) => line(part === 'events' ? 'eventsStay' : 'stateStays'),
    eventsDone: ({ copied, kept }) => line('events', { copied, kept }),
    folderDone: (name) => line('folder', { name }),
    stateDone: ({ tables, rows }) => line('state', { tables, rows }),
  };
}

function say(line: string, isDrawn = false): void {
  process.stderr.write(`${isDrawn ? '\r\x1b[K' : ''}${line}\n`);
}
