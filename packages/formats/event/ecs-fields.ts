/** How a leaf of ECS is stored: text, number, address, or a list of texts or addresses. */
export type FieldKind = 'text' | 'number' | 'ip' | 'texts' | 'ips' | 'flag';

const USER = { id: 'text', name: 'text', domain: 'text', full_name: 'text', email: 'text', roles: 'texts' } as const;
const HASH = { md5: 'text', sha1: 'text', sha256: 'text', imphash: 'text' } as const;
const INTERFACE = { id: 'text', name: 'text', alias: 'text' } as const;
const ENDPOINT = {
  address: 'text', ip: 'ip', port: 'number', mac: 'text', domain: 'text', bytes: 'number', packets: 'number',
  nat: { ip: 'ip', port: 'number' },
  user: USER,
  geo: { country_iso_code: 'text', country_name: 'text', city_name: 'text' },
  as: { number: 'number', organization: { name: 'text' } },
} as const; // biome-ignore format: one table
const PROCESS = {
  pid: 'number', entity_id: 'text', name: 'text', executable: 'text', command_line: 'text', args: 'texts',
  working_directory: 'text', title: 'text', exit_code: 'number', hash: HASH, user: USER, thread: { id: 'number' },
} as const; // biome-ignore format: one table

/** The part of ECS 9 that `EcsEvent` declares, as data: group, field, kind. */
export const ECS_FIELDS = {
  event: {
    kind: 'text', category: 'texts', type: 'texts', action: 'text', outcome: 'text', code: 'text', module: 'text',
    dataset: 'text', provider: 'text', severity: 'number', reason: 'text', id: 'text', duration: 'number',
    created: 'text', ingested: 'text', start: 'text', end: 'text', sequence: 'number', risk_score: 'number',
    timezone: 'text',
  },
  agent: { id: 'text', name: 'text', type: 'text', version: 'text' },
  observer: {
    name: 'text', hostname: 'text', ip: 'ips', vendor: 'text', product: 'text', type: 'text', version: 'text',
    serial_number: 'text', ingress: INTERFACE, egress: INTERFACE,
  },
  host: {
    id: 'text', name: 'text', hostname: 'text', ip: 'ips', mac: 'texts', domain: 'text',
    os: { type: 'text', name: 'text', version: 'text', platform: 'text' },
  },
  source: ENDPOINT,
  destination: ENDPOINT,
  client: ENDPOINT,
  server: ENDPOINT,
  network: {
    transport: 'text', type: 'text', protocol: 'text', direction: 'text', bytes: 'number', packets: 'number',
    community_id: 'text', application: 'text', vlan: { id: 'text' },
  },
  user: { ...USER, target: USER, effective: USER, changes: USER },
  group: { id: 'text', name: 'text', domain: 'text' },
  process: { ...PROCESS, parent: PROCESS },
  file: {
    path: 'text', name: 'text', directory: 'text', extension: 'text', size: 'number', mode: 'text', owner: 'text',
    inode: 'text', mime_type: 'text', hash: HASH,
  },
  dll: { path: 'text', name: 'text', hash: HASH },
  registry: { path: 'text', key: 'text', value: 'text', hive: 'text', data: { strings: 'texts', type: 'text' } },
  service: { name: 'text', type: 'text', id: 'text', state: 'text' },
  url: {
    original: 'text', full: 'text', scheme: 'text', domain: 'text', port: 'number', path: 'text', query: 'text',
    extension: 'text', username: 'text',
  },
  http: {
    version: 'text',
    request: {
      id: 'text', method: 'text', bytes: 'number', referrer: 'text', mime_type: 'text',
      body: { content: 'text', bytes: 'number' },
    },
    response: { status_code: 'number', bytes: 'number', mime_type: 'text', body: { content: 'text', bytes: 'number' } },
  },
  user_agent: { original: 'text', name: 'text', version: 'text' },
  dns: {
    id: 'text', type: 'text', question: { name: 'text', type: 'text', class: 'text' }, resolved_ip: 'ips',
    response_code: 'text',
  },
  tls: {
    version: 'text', cipher: 'text', client: { server_name: 'text', ja3: 'text' },
    server: { ja3s: 'text', subject: 'text', issuer: 'text' },
  },
  rule: {
    id: 'text', name: 'text', category: 'text', description: 'text', reference: 'text', version: 'text', ruleset: 'text',
  },
  threat: { technique: { id: 'texts', name: 'texts' }, tactic: { id: 'texts', name: 'texts' } },
  vulnerability: { id: 'text', severity: 'text' },
  cloud: {
    provider: 'text', region: 'text', account: { id: 'text', name: 'text' }, instance: { id: 'text' },
    project: { id: 'text' }, service: { name: 'text' },
  },
  orchestrator: {
    type: 'text', namespace: 'text', cluster: { name: 'text' },
    resource: { name: 'text', type: 'text', id: 'text' },
  },
  container: { id: 'text', name: 'text', image: { name: 'text', tag: 'texts' } },
  email: {
    from: { address: 'texts' }, to: { address: 'texts' }, subject: 'text', message_id: 'text', direction: 'text',
  },
  error: { code: 'text', message: 'text', type: 'text' },
  log: {
    level: 'text', logger: 'text', file: { path: 'text' },
    syslog: {
      priority: 'number', appname: 'text', procid: 'text', msgid: 'text', hostname: 'text', version: 'text',
      facility: { code: 'number', name: 'text' }, severity: { code: 'number', name: 'text' },
    },
  },
  related: { ip: 'ips', user: 'texts', hosts: 'texts', hash: 'texts' },
  trace: { id: 'text' },
  span: { id: 'text' },
  transaction: { id: 'text' },
  winlog: {
    channel: 'text', event_id: 'number', provider_name: 'text', record_id: 'text', computer_name: 'text',
    activity_id: 'text', logon: { id: 'text', type: 'text' },
  },
  auditd: { session: 'text', auid: 'text', message_type: 'text', sequence: 'number', result: 'text', key: 'text' },
} as const; // biome-ignore format: one table

/** A node of {@link ECS_FIELDS} without its literal types. */
export type FieldTree = { readonly [name: string]: FieldKind | FieldTree };

/** Kind of a dotted path (`source.nat.ip`), or `undefined` when it is no leaf of our ECS. */
export function fieldKind(path: string): FieldKind | undefined {
  let at: FieldKind | FieldTree | undefined = ECS_FIELDS;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || !Object.hasOwn(at, name)) return undefined;
    at = at[name];
  }
  return typeof at === 'string' ? at : undefined;
}
