import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { newNative } from '../event/native.ts';
import { nameFields } from '../grammar/delimited.ts';
import { asAlert, type Device, deviceEvent, settleTransport } from '../network/device.ts';
import { epochTime } from '../time/parse.ts';
import { KOREAN_FIELDS } from './fields.ts';

const DEVICE: Device = { vendor: 'DURUAN', product: 'ShadowWall', type: 'ips' };

/** Columns of `ipslog`, which follow Snort's unified2 event record: sensor, event, seconds, microseconds, … */
const IPSLOG = [
  'event_id',
  'seconds',
  'microseconds',
  'sensor_id',
  'priority_group',
  'device_name',
  'severity',
  'generator_id',
  'rule_id',
  'rule_revision',
  'rule_name',
  'class_id',
  'event_priority',
  'protocol',
  'src_ip',
  'src_port',
  'dst_ip',
  'dst_port',
];

/** DURUAN ShadowWall IPS: tab-separated `ipslog` records. */
export const shadowwall: LineDecoder = {
  name: 'shadowwall',
  confidence: 0.96,
  sniff: (line) => line.text.startsWith('ipslog\t'),
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const values = line.text.split('\t', context.limits.columns);
    if (values.length < IPSLOG.length) return undefined;
    const native = newNative();
    native['log_type'] = values[0];
    nameFields(native, IPSLOG, values, 1);
    const time = epochTime(Number(native['seconds'])) + Math.floor(Number(native['microseconds']) / 1000 || 0);
    const event = deviceEvent(
      {
        time,
        envelope: line.envelope,
        dataset: 'shadowwall.ips',
        device: DEVICE,
        native,
        mapping: KOREAN_FIELDS,
        message: line.text,
      },
      context,
    );
    settleTransport(event);
    asAlert(event, native, undefined);
    return { event, native, logsource: { product: 'shadowwall', service: 'ips' } };
  },
};
