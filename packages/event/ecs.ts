import type { Criticality } from './criticality.ts';

/**
 * The subset of Elastic Common Schema 9.x that Haechi stores, as a nested document.
 * Source: https://www.elastic.co/docs/reference/ecs (field names and meanings are ECS's own).
 *
 * `@timestamp` is ISO 8601 in UTC with at least milliseconds. Addresses are in canonical text form.
 * What a source says beyond these fields goes into `labels` (scalars as strings) or `unmapped` (one JSON object), so
 * that no vendor's thousand fields can break a mapping.
 */
export interface EcsEvent {
  '@timestamp': string;
  ecs: { version: '9.1.0' };
  message?: string;
  tags?: string[];
  labels?: Record<string, string>;
  event: EcsEventFields;
  agent?: { id?: string; name?: string; type?: string; version?: string };
  observer?: {
    name?: string;
    hostname?: string;
    ip?: string[];
    vendor?: string;
    product?: string;
    type?: string;
    version?: string;
    serial_number?: string;
    ingress?: EcsInterface;
    egress?: EcsInterface;
  };
  host?: {
    id?: string;
    name?: string;
    hostname?: string;
    ip?: string[];
    mac?: string[];
    domain?: string;
    os?: { type?: string; name?: string; version?: string; platform?: string };
    asset?: EventAsset;
  };
  source?: EcsEndpoint;
  destination?: EcsEndpoint;
  client?: EcsEndpoint;
  server?: EcsEndpoint;
  network?: {
    transport?: string;
    type?: string;
    protocol?: string;
    direction?: string;
    bytes?: number;
    packets?: number;
    community_id?: string;
    application?: string;
    vlan?: { id?: string };
  };
  user?: EcsUser & { target?: EcsUser; effective?: EcsUser; changes?: EcsUser };
  group?: { id?: string; name?: string; domain?: string };
  process?: EcsProcess & { parent?: EcsProcess };
  file?: EcsFile;
  dll?: { path?: string; name?: string; hash?: EcsHash };
  registry?: {
    path?: string;
    key?: string;
    value?: string;
    hive?: string;
    data?: { strings?: string[]; type?: string };
  };
  service?: { name?: string; type?: string; id?: string; state?: string };
  url?: {
    original?: string;
    full?: string;
    scheme?: string;
    domain?: string;
    port?: number;
    path?: string;
    query?: string;
    extension?: string;
    username?: string;
  };
  http?: {
    version?: string;
    request?: {
      id?: string;
      method?: string;
      bytes?: number;
      referrer?: string;
      mime_type?: string;
      body?: { content?: string; bytes?: number };
    };
    response?: {
      status_code?: number;
      bytes?: number;
      mime_type?: string;
      body?: { content?: string; bytes?: number };
    };
  };
  user_agent?: { original?: string; name?: string; version?: string };
  dns?: {
    id?: string;
    type?: string;
    question?: { name?: string; type?: string; class?: string };
    answers?: { name?: string; type?: string; data?: string; ttl?: number }[];
    resolved_ip?: string[];
    response_code?: string;
  };
  tls?: {
    version?: string;
    cipher?: string;
    client?: { server_name?: string; ja3?: string };
    server?: { ja3s?: string; subject?: string; issuer?: string };
  };
  rule?: {
    id?: string;
    name?: string;
    category?: string;
    description?: string;
    reference?: string;
    version?: string;
    ruleset?: string;
  };
  threat?: {
    technique?: { id?: string[]; name?: string[] };
    tactic?: { id?: string[]; name?: string[] };
    indicator?: Record<string, unknown>;
  };
  vulnerability?: { id?: string; severity?: string };
  cloud?: {
    provider?: string;
    region?: string;
    account?: { id?: string; name?: string };
    instance?: { id?: string };
    project?: { id?: string };
    service?: { name?: string };
  };
  orchestrator?: {
    type?: string;
    namespace?: string;
    cluster?: { name?: string };
    resource?: { name?: string; type?: string; id?: string };
  };
  container?: { id?: string; name?: string; image?: { name?: string; tag?: string[] } };
  email?: {
    from?: { address?: string[] };
    to?: { address?: string[] };
    subject?: string;
    message_id?: string;
    direction?: string;
  };
  error?: { code?: string; message?: string; type?: string };
  log?: {
    level?: string;
    logger?: string;
    file?: { path?: string };
    syslog?: {
      facility?: { code?: number; name?: string };
      severity?: { code?: number; name?: string };
      priority?: number;
      appname?: string;
      procid?: string;
      msgid?: string;
      hostname?: string;
      version?: string;
      structured_data?: Record<string, Record<string, string>>;
    };
  };
  related?: { ip?: string[]; user?: string[]; hosts?: string[]; hash?: string[] };
  trace?: { id?: string };
  span?: { id?: string };
  transaction?: { id?: string };
  winlog?: {
    channel?: string;
    event_id?: number;
    provider_name?: string;
    record_id?: string;
    computer_name?: string;
    activity_id?: string;
    logon?: { id?: string; type?: string };
  };
  auditd?: { session?: string; auid?: string; message_type?: string; sequence?: number; result?: string; key?: string };
  /** Source fields with no place above, under the source's own names. */
  unmapped?: Record<string, unknown>;
}

/** `event.*`: what kind of event, from where, with what outcome (ECS categorisation fields). */
export interface EcsEventFields {
  kind: 'event' | 'alert' | 'state' | 'metric' | 'pipeline_error';
  category?: string[];
  type?: string[];
  action?: string;
  outcome?: 'success' | 'failure' | 'unknown';
  code?: string;
  module?: string;
  dataset?: string;
  provider?: string;
  severity?: number;
  reason?: string;
  id?: string;
  /** Nanoseconds. */
  duration?: number;
  created?: string;
  ingested?: string;
  start?: string;
  end?: string;
  sequence?: number;
  risk_score?: number;
  timezone?: string;
}

export interface EcsInterface {
  id?: string;
  name?: string;
  alias?: string;
}

export interface EcsEndpoint {
  address?: string;
  ip?: string;
  port?: number;
  mac?: string;
  domain?: string;
  bytes?: number;
  packets?: number;
  nat?: { ip?: string; port?: number };
  user?: EcsUser;
  geo?: { country_iso_code?: string; country_name?: string; city_name?: string };
  as?: { number?: number; organization?: { name?: string } };
  asset?: EventAsset;
}

export interface EcsUser {
  id?: string;
  name?: string;
  domain?: string;
  full_name?: string;
  email?: string;
  roles?: string[];
  asset?: EventAccount;
}

/** What the tenant's table says of a machine. Not of ECS, which has no field for it; Elastic Security names it so too. */
export interface EventAsset {
  /** Of the row in the table. */
  name: string;
  criticality: Criticality;
  owner?: string;
  department?: string;
  site?: string;
  tags?: string[];
}

/** What the tenant's table says of an account beyond the fields that ECS has for it. */
export interface EventAccount {
  /** Of the row in the table. */
  name: string;
  criticality: Criticality;
  department?: string;
  title?: string;
  manager?: string;
  /** Only where it is so. */
  privileged?: true;
  /** Only where the person does not work at present. */
  status?: 'leave' | 'left';
}

export interface EcsHash {
  md5?: string;
  sha1?: string;
  sha256?: string;
  imphash?: string;
}

export interface EcsFile {
  path?: string;
  name?: string;
  directory?: string;
  extension?: string;
  size?: number;
  mode?: string;
  owner?: string;
  inode?: string;
  mime_type?: string;
  hash?: EcsHash;
}

export interface EcsProcess {
  pid?: number;
  entity_id?: string;
  name?: string;
  executable?: string;
  command_line?: string;
  args?: string[];
  working_directory?: string;
  title?: string;
  exit_code?: number;
  hash?: EcsHash;
  user?: EcsUser;
  thread?: { id?: number };
}
