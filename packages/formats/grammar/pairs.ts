import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { applyMapping, compileMapping } from '../event/mapping.ts';
import { newNative } from '../event/native.ts';
import { newEvent, newHostEvent } from '../event/new-event.ts';
import { settleTransport } from '../network/device.ts';
import { anyTime } from '../time/parse.ts';
import { readKeyValues } from './key-value.ts';

/** Names that devices and loggers of many makes give the same things. */
const FIELDS = compileMapping({
  src: 'source.ip', srcip: 'source.ip', src_ip: 'source.ip', source: 'source.ip', source_ip: 'source.ip', client_ip: 'source.ip', remote_addr: 'source.ip', SRC: 'source.ip', ip: 'source.ip',
  spt: 'source.port', sport: 'source.port', srcport: 'source.port', src_port: 'source.port', SPT: 'source.port',
  dst: 'destination.ip', dstip: 'destination.ip', dst_ip: 'destination.ip', dest_ip: 'destination.ip', destination: 'destination.ip', DST: 'destination.ip',
  dpt: 'destination.port', dport: 'destination.port', dstport: 'destination.port', dst_port: 'destination.port', dest_port: 'destination.port', DPT: 'destination.port',
  proto: 'network.transport', protocol: 'network.transport', PROTO: 'network.transport', service: 'network.protocol',
  user: 'user.name', username: 'user.name', usr: 'user.name', host: 'host.name', hostname: 'host.name',
  action: 'event.action', act: 'event.action', level: 'log.level', severity: 'log.level', logger: 'log.logger', caller: 'log.logger',
  url: 'url.original', method: 'http.request.method', status: 'event.reason', rule: 'rule.name', policy: 'rule.name', pid: 'process.pid', err: 'error.message', error: 'error.message',
}); // biome-ignore format: one table
/** The first word is a pair: prose that holds some is not this format. */
const START = /^\s{0,8}[A-Za-z_@][\w.@/-]{0,63}=/;
const TIMES = ['time', 'ts', 'timestamp', 'date', 't', 'datetime', 'eventtime'];
const PLACED = new Set([...TIMES, 'msg', 'message']);

/** Lines of `key=value` pairs (logfmt, and devices with no decoder of their own): at least three, and most of the line. */
export const pairs: LineDecoder = {
  name: 'key-value',
  confidence: 0.65,
  sniff: (line) => {
    const first = line.text.indexOf('=');
    return first > 0 && first < 64 && START.test(line.text) && line.text.indexOf('=', first + 1) > 0;
  },
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const native = newNative();
    const count = readKeyValues(line.text, 0, native, context.limits.columns);
    if (count < 3 || !mostlyPairs(native, line.text)) return undefined;
    let time = Number.NaN;
    for (const name of TIMES) {
      const value = native[name];
      time =
        name === 'date' && typeof native['time'] === 'string'
          ? anyTime(`${String(value)} ${native['time']}`, context)
          : anyTime(value, context);
      if (!Number.isNaN(time)) break;
    }
    const envelope = line.envelope;
    const event =
      envelope === undefined
        ? newEvent(time, context, 'key_value')
        : newHostEvent(line.text, Number.isNaN(time) ? envelope : { ...envelope, time }, context, 'key_value');
    const message = native['msg'] ?? native['message'];
    event.message = typeof message === 'string' ? message : line.text;
    applyMapping(FIELDS, native, event, context.limits, PLACED);
    settleTransport(event);
    if (event.source?.ip !== undefined) native['src_ip'] ??= event.source.ip;
    if (event.destination?.ip !== undefined) native['dst_ip'] ??= event.destination.ip;
    return { event, native, logsource: {} };
  },
};

function mostlyPairs(native: DecodedBody['native'], text: string): boolean {
  let length = 0;
  for (const name in native) {
    if (!/^[A-Za-z_@][\w.@/-]{0,63}$/.test(name)) return false;
    length += name.length + 2 + String(native[name]).length;
  }
  return length * 10 > text.length * 6;
}
