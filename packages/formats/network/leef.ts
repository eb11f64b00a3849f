import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { applyMapping, compileMapping } from '../event/mapping.ts';
import { newNative } from '../event/native.ts';
import { newDeviceEvent } from '../event/new-event.ts';
import { anyTime } from '../time/parse.ts';
import { asAlert, asConnection, settleTransport } from './device.ts';

/** Predefined LEEF attributes (IBM "LEEF version 2", event attributes) and where they go. */
const FIELDS = compileMapping({
  src: 'source.ip', srcPort: 'source.port', srcMAC: 'source.mac', srcBytes: 'source.bytes', srcPackets: 'source.packets',
  srcPreNAT: 'source.nat.ip', srcPostNAT: 'source.nat.ip', srcPostNATPort: 'source.nat.port',
  dst: 'destination.ip', dstPort: 'destination.port', dstMAC: 'destination.mac', dstBytes: 'destination.bytes', dstPackets: 'destination.packets',
  dstPreNAT: 'destination.nat.ip', dstPostNAT: 'destination.nat.ip', dstPostNATPort: 'destination.nat.port',
  proto: 'network.transport', usrName: 'user.name', accountName: 'user.name', domain: 'user.domain', role: 'user.roles',
  identSrc: 'source.ip', identHostName: 'host.hostname', identMAC: 'source.mac', resource: 'host.name', policy: 'rule.name',
  cat: 'rule.category', url: 'url.original', userAgent: 'user_agent.original', action: 'event.action', act: 'event.action',
  totalBytes: 'network.bytes', totalPackets: 'network.packets', filename: 'file.name', filePath: 'file.path', reason: 'event.reason',
  msg: 'event.reason', realm: 'user.domain', groupID: 'group.id', vSrc: 'source.nat.ip', sev: 'event.severity',
}); // biome-ignore format: one table

const HEADER = ['Vendor', 'Product', 'Version', 'EventID'];
const PLACED = new Set([...HEADER, 'devTime', 'devTimeFormat', 'src_ip', 'dst_ip', 'src_port', 'dst_port', 'blocked']);

/** IBM QRadar Log Event Extended Format 1.0 and 2.0. */
export const leef: LineDecoder = {
  name: 'leef',
  confidence: 0.98,
  sniff: (line) => line.raw.includes('LEEF:1.0|') || line.raw.includes('LEEF:2.0|'),
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const start = line.raw.indexOf('LEEF:');
    const second = line.raw.startsWith('LEEF:2', start);
    const parts = line.raw.slice(start).split('|');
    if (parts.length < (second ? 6 : 5)) return undefined;
    let at = 5;
    let delimiter = '\t';
    if (second && isDelimiter(parts[5] as string)) {
      delimiter = delimiterOf(parts[5] as string);
      at = 6;
    }
    const native = newNative();
    HEADER.forEach((name, index) => {
      native[name] = parts[index + 1];
    });
    const attributes = parts.slice(at).join('|');
    for (const pair of attributes.split(delimiter, context.limits.columns)) {
      const equals = pair.indexOf('=');
      if (equals > 0) native[pair.slice(0, equals).trim()] ??= pair.slice(equals + 1);
    }
    return leefBody(line, native, context);
  },
};

/** LEEF 2.0 names its delimiter: one character or its code in hex (`x09`, `0x5E`); empty means tab. */
function isDelimiter(field: string): boolean {
  return field.length <= 1 || /^0?x[0-9A-Fa-f]{1,4}$/.test(field);
}

function delimiterOf(field: string): string {
  if (field === '') return '\t';
  if (field.length === 1) return field;
  return String.fromCharCode(Number.parseInt(field.slice(field.indexOf('x') + 1), 16) || 9);
}

function leefBody(line: Line, native: DecodedBody['native'], context: DecodeContext): DecodedBody {
  const vendor = String(native['Vendor']);
  const product = String(native['Product']);
  const event = newDeviceEvent(anyTime(native['devTime'], context), line.envelope, context, 'leef.log', {
    vendor,
    product,
    type: 'ips',
  });
  event.observer = { ...event.observer, vendor, product, version: String(native['Version']) };
  delete event.observer.type;
  event.event.code = String(native['EventID']);
  event.rule = { id: String(native['EventID']) };
  applyMapping(FIELDS, native, event, context.limits, PLACED);
  settleTransport(event);
  const action = event.event.action;
  const flow = event.source !== undefined && event.destination !== undefined;
  if ((event.event.severity ?? 0) >= 7) asAlert(event, native, action);
  else if (flow) asConnection(event, native, action);
  return { event, native, logsource: { product: vendor.toLowerCase(), ...(flow ? { category: 'firewall' } : {}) } };
}
