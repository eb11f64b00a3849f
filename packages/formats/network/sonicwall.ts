import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { compileMapping } from '../event/mapping.ts';
import { newNative } from '../event/native.ts';
import { readKeyValues } from '../grammar/key-value.ts';
import { isoTime } from '../time/parse.ts';
import { UTC } from '../time/zone.ts';
import { asAlert, asConnection, type Device, deviceEvent, settleTransport } from './device.ts';

const DEVICE: Device = { vendor: 'SonicWall', product: 'SonicOS', type: 'firewall' };

/** SonicOS log event fields and where they go; `src` and `dst` are taken apart first. */
const FIELDS = compileMapping({
  src_ip: 'source.ip', src_port: 'source.port', src_interface: 'observer.ingress.name', src_host: 'source.domain', srcMac: 'source.mac', natSrcIp: 'source.nat.ip', natSrcPort: 'source.nat.port',
  dst_ip: 'destination.ip', dst_port: 'destination.port', dst_interface: 'observer.egress.name', dst_host: 'destination.domain', dstMac: 'destination.mac', natDstIp: 'destination.nat.ip', natDstPort: 'destination.nat.port',
  sn: 'observer.serial_number', fw: 'observer.ip', m: 'event.code', proto: 'network.transport', appName: 'network.application',
  sent: 'source.bytes', rcvd: 'destination.bytes', spkt: 'source.packets', rpkt: 'destination.packets',
  usr: 'user.name', user: 'user.name', dstname: 'url.domain', arg: 'url.path', op: 'http.request.method', result: 'http.response.status_code',
  rule: 'rule.name', sid: 'rule.id', ipscat: 'rule.category', Category: 'rule.category', note: 'event.reason', sess: 'transaction.id',
}); // biome-ignore format: one table

const PLACED = new Set(['id', 'time', 'pri', 'msg', 'src', 'dst', 'fw_action', 'n', 'action', 'blocked']);
const SEVERITIES = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'informational', 'debug'];

/** SonicWall: `id=firewall sn=… time="… UTC" fw=… pri=… c=… m=… msg="…" src=IP:PORT:IF[:HOST] dst=…`. */
export const sonicwall: LineDecoder = {
  name: 'sonicwall',
  confidence: 0.97,
  sniff: (line) => {
    const at = line.body.indexOf('id=');
    return at >= 0 && at < 64 && line.body.indexOf(' sn=') > 0 && line.body.indexOf(' fw=') > 0;
  },
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const native = newNative();
    readKeyValues(line.body, Math.max(0, line.body.indexOf('id=')), native, context.limits.nativeFields);
    if (native['sn'] === undefined || native['m'] === undefined) return undefined;
    splitPeer(native, 'src');
    splitPeer(native, 'dst');
    const stamp = typeof native['time'] === 'string' ? native['time'] : '';
    const time = isoTime(stamp, 0, stamp.endsWith(' UTC') ? UTC : context.zone);
    const event = deviceEvent(
      {
        time,
        envelope: line.envelope,
        dataset: 'sonicwall.firewall',
        device: DEVICE,
        native,
        mapping: FIELDS,
        placed: PLACED,
      },
      context,
    );
    event.message = typeof native['msg'] === 'string' ? native['msg'] : line.body;
    settleTransport(event);
    const priority = Number(native['pri']);
    if (SEVERITIES[priority] !== undefined) event.log = { ...event.log, level: SEVERITIES[priority] as string };
    const said = typeof native['fw_action'] === 'string' ? native['fw_action'] : undefined;
    const action = said === undefined || said === 'NA' ? actionOf(event.message) : said;
    if (priority <= 1 || native['sid'] !== undefined) {
      asAlert(event, native, action);
      event.rule = { ...event.rule, name: event.rule?.name ?? event.message };
    } else if (event.user?.name !== undefined && /\b(?:log(?:in|out|ged)|authenticat)/i.test(event.message)) {
      event.event.category = ['authentication', 'session'];
      event.event.type = [/log(?:ged )?out|logged off/i.test(event.message) ? 'end' : 'start'];
      event.event.action = /out|off/i.test(event.message) ? 'logout' : 'login';
      event.event.outcome = /den|fail|invalid|bad|incorrect/i.test(event.message) ? 'failure' : 'success';
    } else asConnection(event, native, action);
    return { event, native, logsource: { product: 'sonicwall', category: 'firewall' } };
  },
};

/** `139.199.19.227:50432:X1[:host]`; IPv6 addresses are written without ports. */
function splitPeer(native: DecodedBody['native'], side: 'src' | 'dst'): void {
  const text = native[side];
  if (typeof text !== 'string') return;
  const parts = text.split(':', 8);
  if (parts.length > 5) {
    native[`${side}_ip`] = text;
    return;
  }
  native[`${side}_ip`] = parts[0];
  if (parts[1] !== undefined && /^\d+$/.test(parts[1])) native[`${side}_port`] = Number(parts[1]);
  if (parts[2] !== undefined && parts[2] !== '') native[`${side}_interface`] = parts[2];
  if (parts[3] !== undefined && parts[3] !== '') native[`${side}_host`] = parts[3];
}

function actionOf(message: string): string | undefined {
  if (/dropped|denied|blocked|rejected/i.test(message)) return 'drop';
  return /opened|closed|allowed/i.test(message) ? 'allow' : undefined;
}
