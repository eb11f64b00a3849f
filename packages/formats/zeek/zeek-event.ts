import type { EcsEvent, NativeView } from '@haechi/event';
import type { DecodeContext, DecodedBody } from '../decoder.ts';
import { applyMapping, compileMapping, type Mapping } from '../event/mapping.ts';
import { newEvent } from '../event/new-event.ts';
import { epochTime, isoTime } from '../time/parse.ts';

const CONNECTION = {
  uid: 'event.id', 'id.orig_h': 'source.ip', 'id.orig_p': 'source.port', 'id.resp_h': 'destination.ip', 'id.resp_p': 'destination.port',
  proto: 'network.transport', community_id: 'network.community_id', user: 'user.name', username: 'user.name', host_name: 'host.name',
}; // biome-ignore format: one table

/** Fields of each log beyond the connection (Zeek "Script Reference, Log Files") and where they go. */
const FIELDS: Record<string, Record<string, string>> = {
  conn: { service: 'network.protocol', orig_bytes: 'source.bytes', resp_bytes: 'destination.bytes', orig_pkts: 'source.packets', resp_pkts: 'destination.packets', vlan: 'network.vlan.id' },
  dns: { query: 'dns.question.name', qtype_name: 'dns.question.type', qclass_name: 'dns.question.class', rcode_name: 'dns.response_code', trans_id: 'dns.id', answers: 'dns.resolved_ip' },
  http: { method: 'http.request.method', host: 'url.domain', uri: 'url.original', referrer: 'http.request.referrer', version: 'http.version', user_agent: 'user_agent.original', request_body_len: 'http.request.body.bytes', response_body_len: 'http.response.body.bytes', status_code: 'http.response.status_code', resp_mime_types: 'http.response.mime_type', orig_mime_types: 'http.request.mime_type' },
  ssl: { version: 'tls.version', cipher: 'tls.cipher', server_name: 'tls.client.server_name', subject: 'tls.server.subject', issuer: 'tls.server.issuer', ja3: 'tls.client.ja3', ja3s: 'tls.server.ja3s' },
  files: { mime_type: 'file.mime_type', filename: 'file.name', total_bytes: 'file.size', md5: 'file.hash.md5', sha1: 'file.hash.sha1', sha256: 'file.hash.sha256', source: 'network.protocol', tx_hosts: 'source.ip', rx_hosts: 'destination.ip' },
  smb_files: { path: 'file.directory', name: 'file.name', size: 'file.size', action: 'event.action' },
  smb_mapping: { path: 'file.path', service: 'service.name', share_type: 'file.mime_type' },
  dce_rpc: { endpoint: 'service.name', operation: 'event.action' },
  kerberos: { client: 'user.name', service: 'service.name', request_type: 'event.action', error_msg: 'event.reason', cipher: 'tls.cipher' },
  ntlm: { domainname: 'user.domain', hostname: 'source.domain', server_dns_computer_name: 'destination.domain' },
  ssh: { client: 'user_agent.original', auth_attempts: 'event.sequence' },
  rdp: { cookie: 'user.name', result: 'event.reason', client_name: 'source.domain', security_protocol: 'network.application' },
  ftp: { command: 'event.action', reply_msg: 'event.reason', file_size: 'file.size' },
  smtp: { mailfrom: 'email.from.address', rcptto: 'email.to.address', subject: 'email.subject', msg_id: 'email.message_id', user_agent: 'user_agent.original' },
  notice: { note: 'rule.name', msg: 'rule.description', src: 'source.ip', dst: 'destination.ip', p: 'destination.port' },
  weird: { name: 'event.action', addl: 'event.reason' },
  x509: { 'certificate.subject': 'tls.server.subject', 'certificate.issuer': 'tls.server.issuer' },
  dhcp: { client_addr: 'source.ip', server_addr: 'destination.ip', mac: 'source.mac', assigned_addr: 'source.nat.ip' },
  modbus: { func: 'event.action', exception: 'event.reason' },
  modbus_detailed: { func: 'event.action', exception_code: 'event.reason' },
  dnp3: { fc_request: 'event.action' },
  dnp3_control: { function_code: 'event.action', status_code: 'event.reason' },
  dnp3_objects: { function_code: 'event.action' },
  s7comm: { function_name: 'event.action', error_code: 'event.reason' },
  s7comm_plus: { function_name: 'event.action' },
  cotp: { pdu_name: 'event.action' },
  enip: { enip_command: 'event.action', enip_status: 'event.reason' },
  cip: { cip_service: 'event.action', cip_status: 'event.reason' },
}; // biome-ignore format: one table

const mappings = new Map<string, Mapping>();

function mappingOf(path: string): Mapping {
  const known = Object.hasOwn(FIELDS, path);
  const key = known ? path : '';
  let mapping = mappings.get(key);
  if (mapping === undefined) {
    mapping = compileMapping({ ...CONNECTION, ...(known ? FIELDS[path] : {}) });
    mappings.set(key, mapping);
  }
  return mapping;
}

const PLACED = new Set([
  'ts',
  'src_ip',
  'dst_ip',
  'src_port',
  'dst_port',
  'c-uri',
  'c-useragent',
  'cs-method',
  'cs-host',
  'record_type',
  'answer',
  'duration',
  '_path',
  '_write_ts',
  '@stream',
  '@system',
  '@proc',
]);
/** OT protocols, by the logs that speak them. */
const OT = /^(?:modbus|dnp3|s7comm|cotp|enip|cip|bacnet|opcua|profinet|ethercat|genisys|ge_srtp|hart|iec104)/;

/** One Zeek log entry of a path, its fields under Zeek's own names. */
export function zeekBody(path: string, native: NativeView, context: DecodeContext): DecodedBody {
  const stamp = native['ts'] ?? native['_write_ts'];
  const number = Number(stamp);
  const time = Number.isNaN(number)
    ? typeof stamp === 'string'
      ? isoTime(stamp, 0, context.zone)
      : Number.NaN
    : epochTime(number);
  const event = newEvent(time, context, `zeek.${path === '' ? 'log' : path}`);
  event.observer = { vendor: 'Zeek', product: 'Zeek', type: 'ids' };
  event.event.category = ['network'];
  event.event.type = ['connection'];
  applyMapping(mappingOf(path), native, event, context.limits, PLACED);
  const seconds = Number(native['duration'] ?? native['rtt']);
  if (seconds > 0) event.event.duration = Math.round(seconds * 1e9);
  for (const [name, side] of [
    ['src', event.source],
    ['dst', event.destination],
  ] as const) {
    if (side?.ip !== undefined) native[`${name}_ip`] ??= side.ip;
    if (side?.port !== undefined) native[`${name}_port`] ??= side.port;
  }
  const category = refine(path, event, native);
  return {
    event,
    native,
    logsource: { product: 'zeek', service: path, ...(category === undefined ? {} : { category }) },
  };
}

function refine(path: string, event: EcsEvent, native: NativeView): string | undefined {
  switch (path) {
    case 'dns':
      event.network = { ...event.network, protocol: 'dns' };
      event.event.type = ['connection', 'protocol'];
      native['record_type'] ??= native['qtype_name'];
      native['answer'] ??= native['answers'];
      return 'dns';
    case 'http':
      event.event.category = ['network', 'web'];
      event.network = { ...event.network, transport: 'tcp', protocol: 'http' };
      addHttp(event, native);
      return 'proxy';
    case 'notice':
    case 'signatures':
      event.event.kind = 'alert';
      event.event.category = ['intrusion_detection', 'network'];
      event.event.type = ['info'];
      return undefined;
    case 'kerberos':
    case 'ntlm':
    case 'ssh':
    case 'rdp':
      addLogin(path, event, native);
      return undefined;
    case 'conn':
      return 'firewall';
    default:
      if (OT.test(path)) event.network = { ...event.network, protocol: (OT.exec(path) as RegExpExecArray)[0] };
      return undefined;
  }
}

/** The two names that rules on proxies use, so that they see Zeek's HTTP as well. */
function addHttp(event: EcsEvent, native: NativeView): void {
  const uri = native['uri'];
  if (typeof uri === 'string') {
    const host = typeof native['host'] === 'string' ? native['host'] : '';
    native['c-uri'] ??= uri.startsWith('/') ? `${host}${uri}` : uri;
    const question = uri.indexOf('?');
    event.url = {
      ...event.url,
      path: question < 0 ? uri : uri.slice(0, question),
      ...(question < 0 ? {} : { query: uri.slice(question + 1) }),
    };
  }
  if (native['user_agent'] !== undefined) native['c-useragent'] ??= native['user_agent'];
  if (native['method'] !== undefined) native['cs-method'] ??= native['method'];
  if (native['host'] !== undefined) native['cs-host'] ??= native['host'];
}

function addLogin(path: string, event: EcsEvent, native: NativeView): void {
  event.event.category = ['network', 'authentication'];
  event.network = { ...event.network, protocol: path };
  const result = native['success'] ?? native['auth_success'];
  if (result === true || result === 'T') event.event.outcome = 'success';
  else if (result === false || result === 'F') event.event.outcome = 'failure';
  const slash = path === 'kerberos' ? (event.user?.name?.indexOf('/') ?? -1) : -1;
  const name = event.user?.name;
  if (slash > 0 && name !== undefined) event.user = { name: name.slice(0, slash), domain: name.slice(slash + 1) };
}
