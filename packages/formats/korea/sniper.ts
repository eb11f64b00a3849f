import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { newNative } from '../event/native.ts';
import { asAlert, type Device, deviceEvent, settleTransport } from '../network/device.ts';
import { isoTime } from '../time/parse.ts';
import { KOREAN_FIELDS } from './fields.ts';
import { addWafRequest } from './waf-request.ts';

const DEVICE: Device = { vendor: 'WINS', product: 'SNIPER IPS', type: 'ips' };
const HEAD = /^\[(SNIPER[^\]]{0,48})\]/;

/** SNIPER's keys and the names they get here; others keep their own in lower case. */
const NAMES: Record<string, string> = {
  Attack_Name: 'attack',
  Time: 'time',
  Hacker: 'src_ip',
  Attacker: 'src_ip',
  Victim: 'dst_ip',
  Risk: 'severity',
  Handling: 'action',
  Action: 'action',
  Information: 'information',
  SrcPort: 'src_port',
  DstPort: 'dst_port',
  HackType: 'hack_type',
  Attack_Code: 'rule_id',
};

/** WINS SNIPER (IPS, DDX, ONE): `[SNIPER-0001] [Key=value], [Key=value], …`; values may themselves hold brackets. */
export const sniper: LineDecoder = {
  name: 'sniper-ips',
  confidence: 0.98,
  sniff: (line) => line.text.startsWith('[SNIPER') || line.body.startsWith('[SNIPER'),
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const text = line.text.startsWith('[SNIPER') ? line.text : line.body;
    const head = HEAD.exec(text);
    if (head === null) return undefined;
    const native = newNative();
    native['device_name'] = head[1];
    readPairs(text, head[0].length, native);
    readAttack(native);
    const stamp = native['time'];
    const time = typeof stamp === 'string' ? isoTime(stamp, 0, context.zone) : Number.NaN;
    const event = deviceEvent(
      {
        time,
        envelope: line.envelope,
        dataset: 'sniper.ips',
        device: DEVICE,
        native,
        mapping: KOREAN_FIELDS,
        message: text,
      },
      context,
    );
    settleTransport(event);
    asAlert(event, native, typeof native['action'] === 'string' ? native['action'] : undefined);
    const information = native['information'];
    if (typeof information === 'string' && / HTTP\/\d/.test(information)) addWafRequest(event, native, information);
    return { event, native, logsource: { product: 'sniper', service: 'ips' } };
  },
};

/** A value ends at `]` before `, [`, `[` or the end, so that brackets inside it stay. */
function readPairs(text: string, start: number, native: DecodedBody['native']): void {
  let at = text.indexOf('[', start);
  for (let count = 0; at >= 0 && count < 32; count++) {
    const equals = text.indexOf('=', at);
    if (equals < 0) return;
    const key = text.slice(at + 1, equals);
    if (!/^[A-Za-z_]{2,24}$/.test(key)) {
      at = text.indexOf('[', at + 1);
      continue;
    }
    let end = text.indexOf(']', equals);
    const last = text.lastIndexOf(']');
    while (end >= 0 && end < last && !/^\][,; ]{0,4}\[[A-Za-z_]{2,24}=/.test(text.slice(end, end + 36))) {
      end = text.indexOf(']', end + 1);
    }
    if (end < 0) end = text.length;
    native[Object.hasOwn(NAMES, key) ? (NAMES[key] as string) : key.toLowerCase()] ??= text.slice(equals + 1, end);
    at = text.indexOf('[', end);
  }
}

/** `(0395)UDP Source-IP Flooding` is code and name; `udp/56157` protocol and the victim's port. */
function readAttack(native: DecodedBody['native']): void {
  const attack = native['attack'];
  if (typeof attack === 'string') {
    const match = /^\((\d{1,8})\)(.*)$/.exec(attack);
    if (match !== null) native['rule_id'] ??= match[1];
    native['rule_name'] = match?.[2] ?? attack;
  }
  const protocol = native['protocol'];
  const port = typeof protocol === 'string' ? /^\w{2,8}\/(\d{1,5})$/.exec(protocol)?.[1] : undefined;
  if (port !== undefined) native['dst_port'] ??= port;
  const victim = native['dst_ip'];
  const split = typeof victim === 'string' ? /^([0-9.]{7,15}):(\d{1,5})$/.exec(victim) : null;
  if (split === null) return;
  native['dst_ip'] = split[1];
  native['dst_port'] = split[2];
}
