import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { newNative } from '../event/native.ts';
import { readKeyValues } from '../grammar/key-value.ts';
import { asAlert, asConnection, type Device, deviceEvent, settleTransport } from '../network/device.ts';
import { KOREAN_FIELDS } from './fields.ts';

const DEVICE: Device = { vendor: 'NexG', product: 'vForce', type: 'utm' };

/** vForce's keys and the names they get here; others keep their own in lower case. */
const NAMES: Record<string, string> = {
  src: 'src_ip',
  dst: 'dst_ip',
  srcip: 'src_ip',
  dstip: 'dst_ip',
  spt: 'src_port',
  dpt: 'dst_port',
  spt_c: 'src_port',
  dpt_t: 'dst_port',
  spt_s: 'src_port',
  dpt_s: 'dst_port',
  proto: 'protocol',
  policy: 'action',
  sid: 'rule_id',
  group: 'rule_group',
  class: 'rule_category',
  msg: 'rule_name',
  iif: 'in_interface',
  oif: 'out_interface',
};
const PAIRS = /(?:^|, |\s)Src:[0-9a-fA-F.:]{2,45}, Dst:/;

/** NexG vForce: `ips: Src:…, Dst:…, Proto:…, …, Msg:…`; firewalls of the family also write `SRC=… DST=…`. */
export const vforce: LineDecoder = {
  name: 'vforce',
  confidence: 0.95,
  sniff: (line) => line.text.startsWith('Src:') || PAIRS.test(line.text.slice(0, 160)),
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const native = newNative();
    const start = Math.max(0, line.text.indexOf('Src:'));
    for (const part of splitPairs(line.text.slice(start))) {
      const colon = part.indexOf(':');
      if (colon <= 0) continue;
      const key = part.slice(0, colon).trim().toLowerCase();
      native[Object.hasOwn(NAMES, key) ? (NAMES[key] as string) : key] ??= part.slice(colon + 1).trim();
    }
    if (start > 0) readKeyValues(line.text.slice(0, start), 0, native, 16);
    if (native['src_ip'] === undefined || native['dst_ip'] === undefined) return undefined;
    const service = line.envelope?.app ?? 'ips';
    const event = deviceEvent(
      {
        time: Number.NaN,
        envelope: line.envelope,
        dataset: `vforce.${service}`,
        device: DEVICE,
        native,
        mapping: KOREAN_FIELDS,
        message: line.text,
      },
      context,
    );
    settleTransport(event);
    const action = typeof native['action'] === 'string' ? native['action'] : undefined;
    if (native['rule_id'] !== undefined || service === 'ips') asAlert(event, native, action);
    else asConnection(event, native, action);
    return {
      event,
      native,
      logsource: { product: 'vforce', service, ...(service === 'ips' ? {} : { category: 'firewall' }) },
    };
  },
};

/** Pairs are apart by `, `; the message is last and may hold that too. */
function splitPairs(text: string): string[] {
  const message = text.search(/, Msg:/i);
  const head = message < 0 ? text : text.slice(0, message);
  const parts = head.split(', ', 64);
  if (message >= 0) parts.push(text.slice(message + 2));
  return parts;
}
