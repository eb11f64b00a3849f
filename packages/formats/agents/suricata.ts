import type { EcsEvent, NativeView } from '@haechi/event';
import { flatNative } from '../cloud/aliases.ts';
import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { setEcs } from '../event/mapping.ts';
import { newEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { isObject, type JsonObject, objectAt, textAt } from '../json/value.ts';
import { transportName } from '../network/device.ts';
import { anyTime } from '../time/parse.ts';

const PLACED = new Set([
  'timestamp',
  'event_type',
  'src_ip',
  'src_port',
  'dest_ip',
  'dest_port',
  'proto',
  'flow_id',
  'community_id',
  'app_proto',
  'in_iface',
  'host',
]);
/** Suricata's priorities are 1 (high) to 4; `event.severity` keeps the source's own number, `log.level` the word. */
const LEVELS = ['', 'high', 'medium', 'low', 'informational'];

/** Suricata EVE JSON (eve-log output): alerts and protocol records. */
export const suricata: ObjectDecoder = {
  name: 'suricata-eve',
  confidence: 0.99,
  sniff: (value) =>
    typeof value['event_type'] === 'string' &&
    value['timestamp'] !== undefined &&
    (value['src_ip'] !== undefined || value['flow_id'] !== undefined || value['stats'] !== undefined),
  decode: (value: JsonObject, context: DecodeContext): DecodedBody => {
    const type = textAt(value, 'event_type') ?? '';
    const event = newEvent(anyTime(value['timestamp'], context), context, 'suricata.eve');
    event.event.category = ['network'];
    event.event.type = ['info'];
    event.event.action = type;
    event.observer = { vendor: 'OISF', product: 'Suricata', type: 'ids' };
    setEcs(event, 'observer.hostname', value['host']);
    setEcs(event, 'observer.ingress.name', value['in_iface']);
    setEcs(event, 'source.ip', value['src_ip']);
    setEcs(event, 'source.port', value['src_port']);
    setEcs(event, 'destination.ip', value['dest_ip']);
    setEcs(event, 'destination.port', value['dest_port']);
    setEcs(event, 'network.transport', transportName(value['proto']));
    setEcs(event, 'network.protocol', value['app_proto']);
    setEcs(event, 'network.community_id', value['community_id']);
    if (value['flow_id'] !== undefined) event.transaction = { id: String(value['flow_id']) };
    addFlow(event, objectAt(value, 'flow'));
    addAlert(event, objectAt(value, 'alert'));
    addProtocols(event, value);
    for (const key in value)
      if (!PLACED.has(key) && value[key] !== null) keepUnmapped(event, key, value[key], context.limits);
    const native = flatNative(value, context.limits.nativeFields);
    if (event.destination?.ip !== undefined) native['dst_ip'] = event.destination.ip;
    if (event.destination?.port !== undefined) native['dst_port'] = event.destination.port;
    return { event, native, logsource: { product: 'suricata', service: type, ...addNames(type, native, value) } };
  },
};

function addFlow(event: EcsEvent, flow: JsonObject | undefined): void {
  if (flow === undefined) return;
  setEcs(event, 'source.bytes', flow['bytes_toserver']);
  setEcs(event, 'source.packets', flow['pkts_toserver']);
  setEcs(event, 'destination.bytes', flow['bytes_toclient']);
  setEcs(event, 'destination.packets', flow['pkts_toclient']);
  setEcs(event, 'event.start', flow['start']);
  setEcs(event, 'event.reason', flow['reason']);
}

function addAlert(event: EcsEvent, alert: JsonObject | undefined): void {
  if (alert === undefined) return;
  event.event.kind = 'alert';
  event.event.category = ['intrusion_detection', 'network'];
  event.event.type = [alert['action'] === 'blocked' ? 'denied' : 'allowed'];
  event.event.action = textAt(alert, 'action') ?? 'alert';
  setEcs(event, 'rule.id', alert['signature_id']);
  setEcs(event, 'rule.name', alert['signature']);
  setEcs(event, 'rule.category', alert['category']);
  setEcs(event, 'rule.version', alert['rev']);
  setEcs(event, 'event.severity', alert['severity']);
  const level = LEVELS[Number(alert['severity'])];
  if (level !== undefined && level !== '') event.log = { level };
  const metadata = objectAt(alert, 'metadata');
  setEcs(event, 'threat.technique.id', metadata?.['mitre_technique_id']);
  setEcs(event, 'threat.technique.name', metadata?.['mitre_technique_name']);
  setEcs(event, 'threat.tactic.id', metadata?.['mitre_tactic_id']);
}

function addProtocols(event: EcsEvent, value: JsonObject): void {
  const http = objectAt(value, 'http');
  if (http !== undefined) {
    setEcs(event, 'http.request.method', http['http_method']);
    setEcs(event, 'url.domain', http['hostname']);
    setEcs(event, 'url.original', http['url']);
    setEcs(event, 'user_agent.original', http['http_user_agent']);
    setEcs(event, 'http.request.referrer', http['http_refer']);
    setEcs(event, 'http.response.status_code', http['status']);
    setEcs(event, 'http.response.body.bytes', http['length']);
  }
  const dns = objectAt(value, 'dns');
  if (dns !== undefined) addDns(event, dns);
  const tls = objectAt(value, 'tls');
  if (tls !== undefined) {
    setEcs(event, 'tls.client.server_name', tls['sni']);
    setEcs(event, 'tls.version', tls['version']);
    setEcs(event, 'tls.server.subject', tls['subject']);
    setEcs(event, 'tls.server.issuer', tls['issuerdn']);
    setEcs(event, 'tls.client.ja3', objectAt(tls, 'ja3')?.['hash']);
    setEcs(event, 'tls.server.ja3s', objectAt(tls, 'ja3s')?.['hash']);
  }
  const file = objectAt(value, 'fileinfo');
  if (file !== undefined) {
    setEcs(event, 'file.name', file['filename']);
    setEcs(event, 'file.size', file['size']);
    setEcs(event, 'file.hash.md5', file['md5']);
    setEcs(event, 'file.hash.sha1', file['sha1']);
    setEcs(event, 'file.hash.sha256', file['sha256']);
  }
}

/** Version 1 of the DNS record says `rrname`, version 2 has `answers`, version 3 `queries`. */
function addDns(event: EcsEvent, dns: JsonObject): void {
  const queries = dns['queries'] ?? dns['query'];
  const first = Array.isArray(queries) && isObject(queries[0]) ? queries[0] : dns;
  setEcs(event, 'dns.question.name', first['rrname']);
  setEcs(event, 'dns.question.type', first['rrtype']);
  setEcs(event, 'dns.response_code', dns['rcode']);
  // Since version 8 queries are called requests and answers responses.
  setEcs(event, 'dns.type', dns['type'] === 'request' ? 'query' : dns['type'] === 'response' ? 'answer' : dns['type']);
  setEcs(event, 'dns.id', dns['id']);
  const answers = dns['answers'];
  if (!Array.isArray(answers)) return;
  setEcs(
    event,
    'dns.resolved_ip',
    answers.slice(0, 64).map((answer) => (isObject(answer) ? answer['rdata'] : undefined)),
  );
}

function addNames(type: string, native: NativeView, value: JsonObject): { category?: string } {
  if (type === 'dns') {
    const dns = objectAt(value, 'dns') ?? {};
    const queries = dns['queries'] ?? dns['query'];
    const first = Array.isArray(queries) && isObject(queries[0]) ? queries[0] : dns;
    native['query'] = first['rrname'];
    native['record_type'] = first['rrtype'];
    return { category: 'dns' };
  }
  if (type !== 'http') return {};
  native['c-uri'] = `${String(native['http.hostname'] ?? '')}${String(native['http.url'] ?? '')}`;
  native['cs-host'] = native['http.hostname'];
  native['cs-method'] = native['http.http_method'];
  native['c-useragent'] = native['http.http_user_agent'];
  return { category: 'proxy' };
}
