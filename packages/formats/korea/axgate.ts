import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { newNative } from '../event/native.ts';
import { asAlert, asConnection, type Device, deviceEvent, settleTransport } from '../network/device.ts';
import { isoTime } from '../time/parse.ts';
import { KOREAN_FIELDS } from './fields.ts';

const DEVICE: Device = { vendor: 'AXGATE', product: 'AXGATE', type: 'utm' };

/** AXGATE's keys and the names they get here; others keep their own. */
const NAMES: Record<string, string> = {
  src: 'src_ip',
  dst: 'dst_ip',
  sport: 'src_port',
  dport: 'dst_port',
  nat_src: 'nat_src_ip',
  nat_dst: 'nat_dst_ip',
  nat_sport: 'nat_src_port',
  nat_dport: 'nat_dst_port',
  proto: 'protocol',
  priority: 'severity',
  sid: 'rule_id',
  category: 'rule_category',
  sessid: 'session_id',
  uid: 'user',
  s_pkts: 'sent_packets',
  s_bytes: 'sent_bytes',
  r_pkts: 'received_packets',
  r_bytes: 'received_bytes',
  f_zone: 'in_zone',
  t_zone: 'out_zone',
  message: 'rule_name',
};

/** AXGATE next-generation firewall: `ver:3,time:…,src:…,…,message:…`; the message is last and may hold commas. */
export const axgate: LineDecoder = {
  name: 'axgate',
  confidence: 0.96,
  sniff: (line) => /(?:^|[, ])time:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,src:/.test(line.raw.slice(0, 160)),
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const start = Math.max(0, line.raw.search(/(?:ver:\d{1,3},)?time:\d{4}-\d\d-\d\d /));
    const native = newNative();
    readPairs(line.raw, start, native);
    if (native['src_ip'] === undefined) return undefined;
    const stamp = native['time'];
    const time = typeof stamp === 'string' ? isoTime(stamp, 0, context.zone) : Number.NaN;
    const event = deviceEvent(
      {
        time,
        envelope: line.envelope,
        dataset: 'axgate.log',
        device: DEVICE,
        native,
        mapping: KOREAN_FIELDS,
        message: line.raw.slice(start),
      },
      context,
    );
    settleTransport(event);
    dropUnset(event, native);
    const action = typeof native['action'] === 'string' ? native['action'] : undefined;
    // Only the intrusion log names a signature; the firewall's has a rule and a message as well.
    if (line.raw.includes(',sid:', start) && native['rule_name'] !== undefined) asAlert(event, native, action);
    else asConnection(event, native, action);
    return { event, native, logsource: { product: 'axgate', category: 'firewall' } };
  },
};

function readPairs(text: string, start: number, native: DecodedBody['native']): void {
  let at = start;
  for (let count = 0; at < text.length && count < 128; count++) {
    const colon = text.indexOf(':', at);
    if (colon < 0 || colon - at > 32) return;
    const key = text.slice(at, colon).trim();
    let end = key === 'message' || key === 'msg' ? text.length : text.indexOf(',', colon);
    if (end < 0) end = text.length;
    const value = text.slice(colon + 1, end).trim();
    const name = Object.hasOwn(NAMES, key) ? (NAMES[key] as string) : key;
    if (value !== '' && value !== '-' && value !== '- -') native[name] ??= value;
    at = end + 1;
  }
}

/** `nat_dst:0.0.0.0` and `nat_dport:0` mean that nothing was translated. */
function dropUnset(event: DecodedBody['event'], native: DecodedBody['native']): void {
  if (native['nat_dst_ip'] === '0.0.0.0') delete event.destination?.nat;
  if (native['nat_src_ip'] === '0.0.0.0') delete event.source?.nat;
}
