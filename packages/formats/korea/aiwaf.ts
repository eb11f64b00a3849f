import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { newNative } from '../event/native.ts';
import { nameFields } from '../grammar/delimited.ts';
import { asAlert, type Device, deviceEvent } from '../network/device.ts';
import { isoTime } from '../time/parse.ts';
import { KOREAN_FIELDS } from './fields.ts';
import { addWafRequest } from './waf-request.ts';

const DEVICE: Device = { vendor: 'MONITORAPP', product: 'AIWAF', type: 'waf' };

/** AIWAF 4 and 5: the time is second. */
const DETECT_V4 = [
  'time',
  'device_ip',
  'device_version',
  'src_ip',
  'src_port',
  'dst_ip',
  'dst_port',
  'rule_name',
  'severity',
  'action',
  'request',
  'rule_id',
  'rule_category',
  'matched',
  'protocol',
  'host',
  'request_bytes',
];
/** Web Insight (AIWAF 3): the management address is first. */
const DETECT_V3 = [
  'device_ip',
  'device_version',
  'time',
  'rule_id',
  'rule_category',
  'rule_name',
  'src_ip',
  'src_port',
  'dst_ip',
  'dst_port',
  'matched',
  'action',
  'severity',
  'protocol',
  'host',
  'request_bytes',
  'request',
];
const SYSTEM = [
  'device_ip',
  'device_version',
  'time',
  'cpu',
  'memory',
  'disk',
  'links',
  'connections',
  'cps',
  'tps',
  'bps',
  'status',
];
const KINDS = /^(DETECT|SYSTEM|SYS|AUDIT)\|/;

/** What AIWAF did, in its Korean words. */
const ACTIONS: Record<string, string> = {
  탐지: 'detect',
  차단: 'block',
  통과: 'pass',
  BLOCK: 'block',
  PASS: 'pass',
  DETECT: 'detect',
  MASK: 'mask',
  PAGE_RESTORE: 'restore',
};

/** MONITORAPP AIWAF (Web Insight): values between `|`, the request itself among them. */
export const aiwaf: LineDecoder = {
  name: 'aiwaf',
  confidence: 0.97,
  sniff: (line) => KINDS.test(line.text.slice(0, 8)),
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const kind = KINDS.exec(line.text)?.[1];
    if (kind === undefined) return undefined;
    const rest = line.text.slice(kind.length + 1);
    const newer = /^\d{4}-\d\d-\d\d /.test(rest);
    const columns = kind === 'DETECT' ? (newer ? DETECT_V4 : DETECT_V3) : SYSTEM;
    const native = newNative();
    native['log_type'] = kind;
    nameFields(native, columns, values(rest, kind === 'DETECT' && newer, columns.length));
    const stamp = native['time'];
    const time = typeof stamp === 'string' ? isoTime(stamp, 0, context.zone) : Number.NaN;
    const event = deviceEvent(
      {
        time,
        envelope: line.envelope,
        dataset: `aiwaf.${kind.toLowerCase()}`,
        device: DEVICE,
        native,
        mapping: KOREAN_FIELDS,
        message: line.text,
      },
      context,
    );
    if (kind !== 'DETECT') return { event, native, logsource: { product: 'aiwaf', service: kind.toLowerCase() } };
    const said = native['action'];
    const action = typeof said === 'string' ? (ACTIONS[said] ?? said) : undefined;
    asAlert(event, native, action);
    event.event.category = ['web', 'intrusion_detection'];
    event.network = { transport: 'tcp', protocol: 'http' };
    addWafRequest(event, native, native['request']);
    return { event, native, logsource: { product: 'aiwaf', category: 'webserver', service: 'waf' } };
  },
};

/** A request of version 4 stands before further columns and may hold `|`: six are counted from the end. */
function values(rest: string, newer: boolean, count: number): string[] {
  const parts = rest.split('|', 512);
  if (!newer) return parts.length <= count ? parts : [...parts.slice(0, count - 1), parts.slice(count - 1).join('|')];
  const tail = parts.length >= 17 && /^\d+$/.test(parts.at(-1) ?? '') ? 6 : 0;
  const request = parts.slice(10, parts.length - tail).join('|');
  return [...parts.slice(0, 10), request, ...parts.slice(parts.length - tail)];
}
