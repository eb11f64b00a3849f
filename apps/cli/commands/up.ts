import path from 'node:path';
import { HaechiError } from '@haechi/event';
import { langOf, text } from '@haechi/locales';
import { buildConsole, isConsoleStale } from '@haechi/server/console-build.ts';
import { parsePort, parseRoles, SERVER_ROLES } from '@haechi/server/options.ts';
import { type RunningServer, startServer } from '@haechi/server/server.ts';
import { parse, program } from '../options.ts';
import manifest from '../package.json' with { type: 'json' };

interface Options {
  data: string;
  host: string;
  port: string;
  syslogPort: string;
  role: string;
}

/**
 * `haechi up`: starts everything embedded, prints the console's address and, while there is no user, a one-time
 * administrator link. Ends at SIGTERM or SIGINT, after what was accepted is stored.
 */
export async function run(argv: string[]): Promise<number> {
  const lang = langOf(process.env['LC_ALL'] ?? process.env['LANG']);
  const say = (key: string, values: Record<string, string | number> = {}): void => {
    process.stdout.write(`${text(lang, `api.up.${key}`, values)}\n`);
  };
  const option = (name: string): string => text(lang, `api.up.options.${name}`);
  const command = program('up', text(lang, 'api.up.description'))
    .option('--data <folder>', option('data'), 'data')
    .option('--host <address>', option('host'), '127.0.0.1')
    .option('--port <port>', option('port'), '8080')
    .option('--syslog-port <port>', option('syslogPort'), '5514')
    .option('--role <roles>', option('role'), SERVER_ROLES.join(','));
  const exit = parse(command, argv);
  if (exit !== undefined) return exit;
  const { data, host, port, syslogPort, role } = command.opts<Options>();
  const options = {
    dataFolder: path.resolve(data),
    host,
    port: parsePort(port, '--port'),
    syslogPort: parsePort(syslogPort, '--syslog-port'),
    roles: parseRoles(role),
  };
  const stopped = stopSignal();
  await prepareConsole(say);
  const server = await startServer(options, manifest.version);
  announce(server, say);
  await stopped;
  say('stopping');
  await server.stop();
  say('stopped');
  return 0;
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once, as the system does. */
function stopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  process.once('SIGTERM', resolve);
  process.once('SIGINT', resolve);
  return promise;
}

async function prepareConsole(say: (key: string) => void): Promise<void> {
  if (!(await isConsoleStale())) return;
  say('building');
  try {
    await buildConsole();
  } catch (error) {
    if (!(error instanceof HaechiError)) throw error;
    process.stderr.write(`${error.line()}\n`);
  }
}

function announce(
  { origin, syslog, firstLink }: RunningServer,
  say: (key: string, values: Record<string, string | number>) => void,
): void {
  say('ready', { url: origin });
  say('hec', { url: origin });
  say('syslog', { host: syslog.host, udp: syslog.udpPort, tcp: syslog.tcpPort });
  if (firstLink !== undefined) say('setup', { url: firstLink });
}
