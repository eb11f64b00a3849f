import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { compileMapping } from '../event/mapping.ts';
import { newNative } from '../event/native.ts';
import { nameFields } from '../grammar/delimited.ts';
import { asConnection, type Device, deviceEvent, firewallBody } from './device.ts';

const DEVICE: Device = { vendor: 'OPNsense', product: 'pf', type: 'firewall' };
const COMMON = [
  'rule_number',
  'sub_rule',
  'anchor',
  'rule_id',
  'interface',
  'pf_reason',
  'action',
  'direction',
  'ip_version',
];
const IPV4 = ['tos', 'ecn', 'ttl', 'ip_id', 'offset', 'flags', 'protocol_number', 'protocol', 'length', 'src', 'dst'];
const IPV6 = ['class', 'flow', 'hop_limit', 'protocol', 'protocol_number', 'length', 'src', 'dst'];
const TCP = ['srcport', 'dstport', 'data_length', 'tcp_flags', 'sequence', 'ack', 'window', 'urgent', 'options'];
const UDP = ['srcport', 'dstport', 'data_length'];

const FIELDS = compileMapping({
  src: 'source.ip', dst: 'destination.ip', srcport: 'source.port', dstport: 'destination.port', protocol: 'network.transport',
  interface: 'observer.ingress.name', rule_id: 'rule.id', length: 'network.bytes', pf_reason: 'event.reason',
}); // biome-ignore format: one table
const PLACED = new Set([
  'action',
  'direction',
  'ip_version',
  'src_ip',
  'src_port',
  'dst_ip',
  'dst_port',
  'blocked',
  'protocol_number',
]);

/** pf's filterlog of OPNsense and pfSense: values by position, whose meaning depends on IP version and protocol. */
export const filterlog: LineDecoder = {
  name: 'filterlog',
  confidence: 0.98,
  sniff: (line) => line.envelope?.app === 'filterlog' || /^filterlog(?:\[\d+\])?[: ]/.test(line.text.slice(0, 24)),
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const text = line.text.replace(/^filterlog(?:\[\d+\])?[: ] ?/, '');
    const values = text.split(',', 64);
    const native = newNative();
    nameFields(native, COMMON, values);
    const version = native['ip_version'];
    const names = version === '4' ? IPV4 : version === '6' ? IPV6 : undefined;
    if (names === undefined) return undefined;
    nameFields(native, names, values, COMMON.length);
    if (native['src'] === undefined || native['dst'] === undefined) return undefined;
    const protocol = String(native['protocol'] ?? '').toLowerCase();
    const at = COMMON.length + names.length;
    if (protocol === 'tcp') nameFields(native, TCP, values, at);
    else if (protocol === 'udp') nameFields(native, UDP, values, at);
    else if (values.length > at) native['detail'] = values.slice(at).join(',');
    const event = deviceEvent(
      {
        time: Number.NaN,
        envelope: line.envelope,
        dataset: 'pf.filterlog',
        device: DEVICE,
        native,
        mapping: FIELDS,
        placed: PLACED,
        message: text,
      },
      context,
    );
    event.network = {
      ...event.network,
      transport: protocol,
      type: version === '4' ? 'ipv4' : 'ipv6',
      direction: native['direction'] === 'in' ? 'inbound' : 'outbound',
    };
    asConnection(event, native, String(native['action'] ?? ''));
    return firewallBody(event, native, 'opnsense');
  },
};
