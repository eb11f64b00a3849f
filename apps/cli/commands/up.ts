import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import { HaechiError } from '@haechi/event';
import { langOf, text } from '@haechi/locales';
import { buildConsole, isConsoleStale } from '@haechi/server/console-build.ts';
import { DEMO_TENANT, ensureDemoTenant, playDemo } from '@haechi/server/demo.ts';
import {
  parseEngine,
  parsePort,
  parseRoles,
  SERVER_ROLES,
  type ServerOptions,
  type ServerRole,
} from '@haechi/server/options.ts';
import { type RunningServer, startServer } from '@haechi/server/server.ts';
import { parseListener } from '@haechi/server/tenant-listener.ts';
import { readTlsIdentity } from '@haechi/server/tls-identity.ts';
import { type AddressOptions, addressDatabases } from '../address-databases.ts';
import { parse, program } from '../options.ts';
import manifest from '../package.json' with { type: 'json' };

interface Options extends AddressOptions {
  data: string;
  host: string;
  port: string;
  syslogPort: string;
  syslogTlsPort: string;
  syslogTlsCert?: string;
  syslogTlsKey?: string;
  syslogTlsClientCa?: string;
  gelfPort?: string;
  listen: string[];
  role: string;
  events?: string;
  state?: string;
  bus?: string;
  feedCa?: string;
  feedLoopback?: boolean;
  demo?: boolean;
}

/**
 * `haechi up`: starts everything embedded, or the roles it is given, prints the console's address and, while there is no
 * user, a one-time administrator link. Ends at SIGTERM or SIGINT, after what was accepted is stored.
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
    .option('--syslog-tls-cert <file>', option('syslogTlsCert'))
    .option('--syslog-tls-key <file>', option('syslogTlsKey'))
    .option('--syslog-tls-client-ca <file>', option('syslogTlsClientCa'))
    .option('--syslog-tls-port <port>', option('syslogTlsPort'), '6514')
    .option('--gelf-port <port>', option('gelfPort'))
    .option('--listen <address>', option('listen'), (value, all: string[]) => [...all, value], [])
    .option('--events <url>', option('events'))
    .option('--state <url>', option('state'))
    .option('--bus <url>', option('bus'))
    .option('--asn-database <file>', option('asnDatabase'))
    .option('--country-database <file>', option('countryDatabase'))
    .option('--feed-ca <file>', option('feedCa'))
    .option('--feed-loopback', option('feedLoopback'))
    .option('--demo', option('demo'))
    .option('--role <roles>', option('role'), SERVER_ROLES.join(','));
  const exit = parse(command, argv);
  if (exit !== undefined) return exit;
  const said = command.opts<Options>();
  const { data, host, port, syslogPort, gelfPort, role, demo } = said;
  const options = {
    dataFolder: path.resolve(data),
    host,
    port: parsePort(port, '--port'),
    syslogPort: parsePort(syslogPort, '--syslog-port'),
    roles: parseRoles(role),
    ...engines(said),
    addressDatabases: addressDatabases(said),
    ...(gelfPort === undefined ? {} : { gelfPort: parsePort(gelfPort, '--gelf-port') }),
    ...(await syslogTls(said)),
    listeners: said.listen.map(parseListener),
    feeds: await feedNetwork(said),
  };
  if (demo === true) requireDemoRoles(options);
  const stopped = stopSignal();
  if (options.roles.includes('api')) await prepareConsole(say);
  const server = await startServer(options, manifest.version);
  announce(server, options, say);
  const playing = new AbortController();
  if (demo === true) void startDemo(server, playing.signal, say);
  const fault = await Promise.race([stopped, server.failed]);
  playing.abort();
  say('stopping');
  await server.stop();
  say('stopped');
  if (fault !== undefined) throw fault;
  return 0;
}

/** The demo is played into a door and watched in the console. @throws HaechiError `roles_incomplete` */
function requireDemoRoles({ roles }: ServerOptions): void {
  if (roles.includes('ingest') && roles.includes('api')) return;
  throw new HaechiError('roles_incomplete', {
    what: 'the demo needs the roles ingest and api',
    where: `--demo --role ${roles.join(',')}`,
    remedy: 'leave one of the two out',
  });
}

/**
 * Stores and bus on servers. Their addresses hold passwords, which a command line shows to everyone on the machine, so
 * they may also come from the environment.
 *
 * @throws HaechiError `engine_unknown`
 */
function engines(said: Options): Pick<ServerOptions, 'events' | 'state' | 'bus'> {
  const env = process.env;
  const events = said.events ?? env['HAECHI_EVENTS'];
  const state = said.state ?? env['HAECHI_STATE'];
  const bus = said.bus ?? env['HAECHI_BUS'];
  return {
    ...(events ? { events: parseEngine(events, '--events', ['clickhouse']) } : {}),
    ...(state ? { state: parseEngine(state, '--state', ['postgres', 'postgresql']) } : {}),
    ...(bus ? { bus: parseEngine(bus, '--bus', ['nats', 'tls']) } : {}),
  };
}

/** Syslog over TLS is on as soon as there is a certificate. @throws HaechiError `certificate_invalid`, `port_invalid` */
async function syslogTls(said: Options): Promise<Pick<ServerOptions, 'syslogTls'>> {
  const { syslogTlsCert: cert, syslogTlsKey: key, syslogTlsClientCa: clientCa } = said;
  if (cert === undefined && key === undefined && clientCa === undefined) return {};
  if (cert === undefined || key === undefined) {
    throw new HaechiError('certificate_invalid', {
      what: 'syslog over TLS needs a certificate and its key',
      where: '--syslog-tls-cert, --syslog-tls-key',
      remedy: 'give both',
    });
  }
  const port = parsePort(said.syslogTlsPort, '--syslog-tls-port');
  return { syslogTls: { port, identity: await readTlsIdentity({ cert, key, clientCa }) } };
}

/** What feeds of indicators may reach. @throws HaechiError `certificate_invalid` */
async function feedNetwork({ feedCa, feedLoopback }: Options): Promise<NonNullable<ServerOptions['feeds']>> {
  const loopback = feedLoopback === true;
  if (feedCa === undefined) return { loopback };
  try {
    const authorities = await readFile(feedCa, 'utf8');
    if (!authorities.includes('-----BEGIN CERTIFICATE-----')) throw new Error('there is no certificate in it');
    createSecureContext({ ca: authorities });
    return { loopback, authorities };
  } catch (error) {
    throw new HaechiError('certificate_invalid', {
      what: `the authorities cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      where: `--feed-ca ${feedCa}`,
      remedy: 'give a PEM file with the certificates of the authorities',
      cause: error,
    });
  }
}

/** Plays the demo attack; the server goes on when that fails. */
async function startDemo(
  server: RunningServer,
  signal: AbortSignal,
  say: (key: string, values?: Record<string, string | number>) => void,
): Promise<void> {
  try {
    await ensureDemoTenant(server.state);
    const { host, tcpPort } = await server.listenFor(DEMO_TENANT);
    say('demo_begins', { url: server.origin });
    await playDemo(host, tcpPort, Date.now(), signal);
    say('demo_ends', { url: `${server.origin}/incidents` });
  } catch (error) {
    if (!signal.aborted)
      process.stderr.write(
        `${new HaechiError('demo_failed', { what: 'the demo could not be played', cause: error }).line()}: ${String(error)}\n`,
      );
  }
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once, as the system does. */
function stopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  process.once('SIGTERM', () => resolve());
  process.once('SIGINT', () => resolve());
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

/** Says what this process does, and where. */
function announce(
  { origin, doors, firstLink }: RunningServer,
  { roles }: ServerOptions,
  say: (key: string, values: Record<string, string | number>) => void,
): void {
  const only = (role: ServerRole): boolean => roles.every((each) => each === role || each === 'respond');
  say(only('ingest') ? 'intake_ready' : roles.includes('api') ? 'ready' : 'detect_ready', { url: origin });
  if (doors !== undefined) announceDoors(doors, origin, say);
  if (firstLink !== undefined) say('setup', { url: firstLink });
}

function announceDoors(
  { syslog, gelf, listeners }: NonNullable<RunningServer['doors']>,
  origin: string,
  say: (key: string, values: Record<string, string | number>) => void,
): void {
  say('hec', { url: origin });
  say('http_intake', { url: origin });
  say('syslog', { host: syslog.host, udp: syslog.udpPort, tcp: syslog.tcpPort });
  if (syslog.tlsPort !== undefined) say('syslog_tls', { host: syslog.host, tls: syslog.tlsPort });
  if (gelf !== undefined) say('gelf', { host: gelf.host, udp: gelf.udpPort, tcp: gelf.tcpPort });
  for (const { text: address, tenant } of listeners) say('listening', { address, tenant });
}
