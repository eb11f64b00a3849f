import type { EcsEvent, NativeView } from '@haechi/event';
import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { compileMapping, setEcs } from '../event/mapping.ts';
import { newNative } from '../event/native.ts';
import { readKeyValues } from '../grammar/key-value.ts';
import { epochTime, isoTime } from '../time/parse.ts';
import { asAlert, asConnection, type Device, deviceEvent, settleTransport } from './device.ts';

const DEVICE: Device = { vendor: 'Fortinet', product: 'FortiGate', type: 'firewall' };

/** FortiOS log fields (FortiOS Log Reference) and where they go. */
const FIELDS = compileMapping({
  devname: 'observer.name', devid: 'observer.serial_number', logid: 'event.code', level: 'log.level',
  srcip: 'source.ip', srcport: 'source.port', srcmac: 'source.mac', srcname: 'source.domain', transip: 'source.nat.ip', transport: 'source.nat.port',
  sentbyte: 'source.bytes', sentpkt: 'source.packets', srccountry: 'source.geo.country_name',
  dstip: 'destination.ip', dstport: 'destination.port', dstmac: 'destination.mac', dstname: 'destination.domain', tranip: 'destination.nat.ip', tranport: 'destination.nat.port',
  rcvdbyte: 'destination.bytes', rcvdpkt: 'destination.packets', dstcountry: 'destination.geo.country_name',
  srcintf: 'observer.ingress.name', dstintf: 'observer.egress.name', srcintfrole: 'observer.ingress.alias', dstintfrole: 'observer.egress.alias',
  proto: 'network.transport', service: 'network.protocol', app: 'network.application', direction: 'network.direction',
  policyname: 'rule.name', attackid: 'rule.id', attack: 'rule.name', ref: 'rule.reference', virusid: 'rule.id', virus: 'rule.name',
  user: 'user.name', srcuser: 'user.name', unauthuser: 'user.name', dstuser: 'user.target.name', group: 'group.name',
  hostname: 'url.domain', url: 'url.original', agent: 'user_agent.original', httpmethod: 'http.request.method', referralurl: 'http.request.referrer',
  filename: 'file.name', filesize: 'file.size', filetype: 'file.mime_type', analyticscksum: 'file.hash.sha256',
  qname: 'dns.question.name', qtype: 'dns.question.type', ipaddr: 'dns.resolved_ip',
  reason: 'event.reason', remip: 'source.ip', ui: 'process.name', sender: 'email.from.address', recipient: 'email.to.address', subject: 'email.subject',
  sessionid: 'transaction.id', crlevel: 'vulnerability.severity',
}); // biome-ignore format: one table

const PLACED = new Set([
  'date',
  'time',
  'eventtime',
  'tz',
  'action',
  'duration',
  'msg',
  'policyid',
  'src_ip',
  'dst_ip',
  'src_port',
  'dst_port',
  'blocked',
  'c-uri',
  'cs-host',
  'c-useragent',
  'cs-method',
  'query',
]);

/** Fields that say `N/A` where there is none. */
const ABSENT = ['user', 'group', 'reason', 'dst_host', 'useralt', 'xauthuser', 'xauthgroup', 'assignip', 'unauthuser'];

/** Fortinet FortiGate and its siblings on FortiOS: `date=… time=… devname=… logid=… type=… subtype=…`. */
export const fortigate: LineDecoder = {
  name: 'fortigate',
  confidence: 0.98,
  sniff: (line) => {
    const at = line.body.indexOf('logid=');
    return at >= 0 && at < 512 && line.body.indexOf('type=') >= 0 && line.body.indexOf('level=') >= 0;
  },
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const body = line.body;
    const start = Math.max(0, body.search(/(?:logver|timestamp|date|itime|devname|devid)=/));
    const native = newNative();
    readKeyValues(body, start, native, context.limits.nativeFields);
    for (const name of ABSENT) if (native[name] === 'N/A') delete native[name];
    if (
      native['logid'] === undefined ||
      (native['devid'] === undefined && native['devname'] === undefined && native['vd'] === undefined)
    )
      return undefined;
    const event = deviceEvent(
      {
        time: timeOf(native, context),
        envelope: line.envelope,
        dataset: `fortinet.${String(native['type'] ?? 'log')}`,
        device: DEVICE,
        native,
        mapping: FIELDS,
        placed: PLACED,
      },
      context,
    );
    event.message = typeof native['msg'] === 'string' ? native['msg'] : body.slice(start);
    settleTransport(event);
    const direction = event.network?.direction;
    if (event.network !== undefined && direction !== undefined)
      event.network.direction = /^in/i.test(direction) ? 'inbound' : /^out/i.test(direction) ? 'outbound' : direction;
    if (event.rule?.id === undefined) setEcs(event, 'rule.id', native['policyid']);
    const seconds = Number(native['duration']);
    if (native['duration'] !== undefined && seconds >= 0) event.event.duration = Math.round(seconds * 1e9);
    return { event, native, logsource: categorise(event, native) };
  },
};

/** `eventtime` is exact (nanoseconds since 6.2, seconds before); `date` and `time` are local, their zone in `tz`. */
function timeOf(native: NativeView, context: DecodeContext): number {
  const exact = epochTime(Number(native['eventtime']));
  if (!Number.isNaN(exact)) return exact;
  const zone = typeof native['tz'] === 'string' && /^[+-]\d{4}$/.test(native['tz']) ? native['tz'] : '';
  return isoTime(`${String(native['date'] ?? '')} ${String(native['time'] ?? '')}${zone}`, 0, context.zone);
}

function categorise(event: EcsEvent, native: NativeView): DecodedBody['logsource'] {
  const type = String(native['type'] ?? '');
  const subtype = String(native['subtype'] ?? '');
  const action = typeof native['action'] === 'string' ? native['action'] : undefined;
  const base = { product: 'fortigate', service: type };
  if (type === 'traffic') {
    asConnection(event, native, action);
    return { ...base, category: 'firewall' };
  }
  if (type === 'event') {
    event.event.category =
      subtype === 'user' || subtype === 'vpn' || /log(in|out|on)/i.test(action ?? '')
        ? ['authentication', 'session']
        : ['configuration'];
    event.event.type = ['info'];
    if (/^(?:add|edit|delete|move|clone)$/i.test(action ?? '')) event.event.type = ['change'];
    if (action !== undefined) event.event.action = action;
    const status = native['status'] ?? (/login|logon|fail|auth/i.test(action ?? '') ? action : undefined);
    if (typeof status === 'string')
      event.event.outcome = /succ|\bup\b|tunnel-up|ok\b/i.test(status)
        ? 'success'
        : /fail|deny|denied|down/i.test(status)
          ? 'failure'
          : 'unknown';
    return base;
  }
  if (subtype === 'webfilter' || subtype === 'dns' || subtype === 'app-ctrl') {
    asConnection(event, native, action);
    if (subtype === 'dns') {
      native['query'] = native['qname'];
      return { ...base, category: 'dns' };
    }
    if (native['url'] !== undefined) native['c-uri'] = native['url'];
    if (native['hostname'] !== undefined) native['cs-host'] = native['hostname'];
    if (native['agent'] !== undefined) native['c-useragent'] = native['agent'];
    if (native['httpmethod'] !== undefined) native['cs-method'] = native['httpmethod'];
    return { ...base, category: 'proxy' };
  }
  asAlert(event, native, action);
  if (subtype !== 'virus') return base;
  native['Signature'] = native['virus'];
  native['Filename'] = native['filename'];
  return { ...base, category: 'antivirus' };
}
