import type { EcsEvent, NativeView } from '@haechi/event';
import type { EventRow } from '../../../platform/store/ports.ts';

/** A reproducible source of numbers in [0, 1): mulberry32. */
export function randomness(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Made {
  readonly decoder: string;
  readonly raw: string;
  readonly event: Omit<EcsEvent, '@timestamp' | 'ecs'>;
  readonly native: NativeView;
  readonly logsource: EventRow['logsource'];
}

type Make = (random: () => number, time: string) => Made;

const pick = <T>(random: () => number, list: readonly T[]): T => list[Math.floor(random() ** 2 * list.length)] as T;
const upTo = (random: () => number, most: number): number => Math.floor(random() * most);
const hex = (random: () => number, length: number): string =>
  Array.from({ length }, () => upTo(random, 16).toString(16)).join('');

const USERS = Array.from({ length: 400 }, (_, index) => `user${index}`);
const HOSTS = Array.from({ length: 150 }, (_, index) => `WS-${String(index).padStart(4, '0')}.corp.example`);
const PROGRAMS = [
  'svchost',
  'chrome',
  'Teams',
  'msedge',
  'conhost',
  'powershell',
  'cmd',
  'rundll32',
  'wmic',
  'certutil',
];
const PATHS = ['/', '/index.html', '/login', '/api/v1/items', '/static/app.js', '/wp-login.php', '/search', '/admin'];
const AGENTS = Array.from(
  { length: 60 },
  (_, index) => `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/1${index}.0.0.0`,
);
const inside = (random: () => number) => `10.${upTo(random, 4)}.${upTo(random, 255)}.${upTo(random, 254) + 1}`;
const outside = (random: () => number) =>
  `${pick(random, [45, 91, 185, 203])}.${upTo(random, 255)}.${upTo(random, 255)}.${upTo(random, 254) + 1}`;

/** Sysmon process creation (event 1), as a Windows shipper sends it. */
const processCreation: Make = (random, time) => {
  const program = pick(random, PROGRAMS);
  const image = `C:\\Windows\\System32\\${program}.exe`;
  const parent = `C:\\Windows\\${pick(random, ['explorer', 'System32\\services', 'System32\\cmd'])}.exe`;
  const native = {
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    EventID: 1,
    UtcTime: time,
    ProcessGuid: `{${hex(random, 8)}-${hex(random, 4)}-${hex(random, 4)}}`,
    ProcessId: upTo(random, 20_000),
    Image: image,
    FileVersion: '10.0.19041.1 (WinBuild.160101.0800)',
    Description: `${program} process`,
    Product: 'Microsoft Windows Operating System',
    CommandLine: `"${image}" -k ${pick(random, ['netsvcs', 'LocalService', 'enc'])} -id ${hex(random, 12)}`,
    CurrentDirectory: `C:\\Users\\${pick(random, USERS)}\\`,
    User: `CORP\\${pick(random, USERS)}`,
    LogonId: `0x${hex(random, 6)}`,
    IntegrityLevel: pick(random, ['Medium', 'High', 'System']),
    Hashes: `SHA256=${hex(random, 64)}`,
    ParentImage: parent,
    ParentCommandLine: parent,
    Computer: pick(random, HOSTS),
  };
  return {
    decoder: 'windows-event-json',
    raw: JSON.stringify(native),
    native,
    logsource: { product: 'windows' },
    event: {
      message: `Process Create: ${image}`,
      event: {
        kind: 'event',
        category: ['process'],
        type: ['start'],
        action: 'process-created',
        code: '1',
        module: 'sysmon',
        provider: 'Microsoft-Windows-Sysmon',
      },
      host: { name: native.Computer, os: { type: 'windows' } },
      user: { name: native.User.slice(5), domain: 'CORP' },
      process: {
        pid: native.ProcessId,
        entity_id: native.ProcessGuid,
        name: `${program}.exe`,
        executable: image,
        command_line: native.CommandLine,
        working_directory: native.CurrentDirectory,
        hash: { sha256: native.Hashes.slice(7) },
        parent: { name: parent.slice(parent.lastIndexOf('\\') + 1), executable: parent },
      },
      winlog: { channel: native.Channel, event_id: 1, computer_name: native.Computer },
    },
  };
};

/** One line of an Apache combined access log. */
const webAccess: Make = (random, time) => {
  const [ip, path, agent] = [outside(random), pick(random, PATHS), pick(random, AGENTS)];
  const [status, bytes] = [pick(random, [200, 304, 302, 404, 403, 500]), upTo(random, 90_000)];
  const query = random() < 0.3 ? `id=${upTo(random, 100_000)}&q=${hex(random, 6)}` : '';
  const target = query === '' ? path : `${path}?${query}`;
  const raw = `${ip} - - [${time}] "GET ${target} HTTP/1.1" ${status} ${bytes} "-" "${agent}"`;
  return {
    decoder: 'apache-combined',
    raw,
    native: {
      'c-ip': ip,
      'cs-method': 'GET',
      'cs-uri-stem': path,
      'cs-uri-query': query,
      'sc-status': status,
      'sc-bytes': bytes,
      'cs-user-agent': agent,
    },
    logsource: { category: 'webserver' },
    event: {
      event: {
        kind: 'event',
        category: ['web'],
        type: ['access'],
        outcome: status < 400 ? 'success' : 'failure',
        dataset: 'apache.access',
      },
      host: { name: `web-${upTo(random, 6)}` },
      source: { ip, address: ip },
      http: { version: '1.1', request: { method: 'GET' }, response: { status_code: status, body: { bytes } } },
      url: { original: target, path, ...(query === '' ? {} : { query }) },
      user_agent: { original: agent },
    },
  };
};

/** One line of sshd over syslog. */
const sshd: Make = (random, time) => {
  const [user, ip, port, host] = [
    pick(random, USERS),
    outside(random),
    1_024 + upTo(random, 60_000),
    `srv-${upTo(random, 40)}`,
  ];
  const failed = random() < 0.7;
  const message = `${failed ? 'Failed' : 'Accepted'} password for ${user} from ${ip} port ${port} ssh2`;
  return {
    decoder: 'syslog-rfc3164',
    raw: `<86>${time} ${host} sshd[${upTo(random, 30_000)}]: ${message}`,
    native: { program: 'sshd', message },
    logsource: { product: 'linux', service: 'sshd' },
    event: {
      message,
      event: {
        kind: 'event',
        category: ['authentication'],
        type: ['start'],
        action: 'ssh_login',
        outcome: failed ? 'failure' : 'success',
        dataset: 'system.auth',
      },
      host: { name: host },
      user: { name: user },
      source: { ip, port },
      process: { name: 'sshd' },
      log: { syslog: { facility: { code: 10 }, severity: { code: 6 }, appname: 'sshd' } },
    },
  };
};

/** One session of a firewall, key-value. */
const firewall: Make = (random, time) => {
  const native = {
    date: time,
    devname: `fw-${upTo(random, 4)}`,
    srcip: inside(random),
    srcport: 1_024 + upTo(random, 60_000),
    dstip: outside(random),
    dstport: pick(random, [443, 80, 53, 22, 3389, 8080, 25]),
    proto: 6,
    action: pick(random, ['accept', 'close', 'deny']),
    policyid: upTo(random, 80),
    sentbyte: upTo(random, 90_000),
    rcvdbyte: upTo(random, 900_000),
    app: pick(random, ['HTTPS', 'DNS', 'SSH', 'RDP']),
  };
  return {
    decoder: 'fortigate',
    raw: Object.entries(native)
      .map(([key, value]) => `${key}=${typeof value === 'string' ? `"${value}"` : value}`)
      .join(' '),
    native,
    logsource: { category: 'firewall' },
    event: {
      event: {
        kind: 'event',
        category: ['network'],
        type: ['connection'],
        action: native.action,
        outcome: 'unknown',
        dataset: 'fortinet.traffic',
      },
      observer: { name: native.devname, vendor: 'Fortinet', type: 'firewall' },
      source: { ip: native.srcip, port: native.srcport, bytes: native.sentbyte },
      destination: { ip: native.dstip, port: native.dstport, bytes: native.rcvdbyte },
      network: { transport: 'tcp', bytes: native.sentbyte + native.rcvdbyte, application: native.app },
      rule: { id: String(native.policyid) },
      labels: { policy: `policy-${native.policyid}` },
    },
  };
};

const KINDS: readonly Make[] = [processCreation, webAccess, sshd, firewall];

/** What is looked for by the searches: about one event in 100,000 has it, in its raw record and a native field. */
export const NEEDLE = 'mimikatz';

/**
 * Rows of a mixed intake: Windows process creations, web accesses, SSH logins and firewall sessions in equal parts, of
 * four tenants, spread evenly over `days` before `end`.
 */
export function* madeRows(count: number, options: { end: number; days: number; seed?: number }): Iterable<EventRow> {
  const random = randomness(options.seed ?? 1);
  const step = (options.days * 86_400_000) / count;
  for (let index = 0; index < count; index++) {
    const at = new Date(options.end - (count - index) * step).toISOString();
    const made = (KINDS[upTo(random, KINDS.length)] as Make)(random, at);
    const marked = random() < 1e-5;
    yield {
      id: `bench.${index >> 9}.${index & 511}`,
      tenant: `/root/${pick(random, ['acme', 'globex', 'initech', 'umbrella'])}/`,
      time: at,
      ingested: at,
      position: index >> 9,
      decoder: made.decoder,
      source: 'hec:main',
      raw: marked ? `${made.raw} ${NEEDLE}` : made.raw,
      event: { '@timestamp': at, ecs: { version: '9.1.0' }, ...made.event },
      native: marked ? { ...made.native, Marker: `C:\\Temp\\${NEEDLE}.exe` } : made.native,
      logsource: made.logsource,
    };
  }
}
