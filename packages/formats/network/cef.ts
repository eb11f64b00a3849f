import type { EcsEvent, NativeView } from '@haechi/event';
import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { applyMapping, compileMapping } from '../event/mapping.ts';
import { newNative } from '../event/native.ts';
import { newDeviceEvent } from '../event/new-event.ts';
import { anyTime } from '../time/parse.ts';
import { asAlert, asConnection, settleTransport } from './device.ts';

/** CEF dictionary keys (Micro Focus ArcSight "Implementing CEF", version 25) and where they go. */
const FIELDS = compileMapping({
  src: 'source.ip', c6a2: 'source.ip', shost: 'source.domain', spt: 'source.port', smac: 'source.mac',
  sourceAddress: 'source.ip', sourcePort: 'source.port', sourceTranslatedAddress: 'source.nat.ip', sourceTranslatedPort: 'source.nat.port',
  suser: 'user.name', suid: 'user.id', sntdom: 'user.domain', spriv: 'user.roles', sproc: 'process.name', spid: 'process.pid',
  dst: 'destination.ip', c6a3: 'destination.ip', dhost: 'destination.domain', dpt: 'destination.port', dmac: 'destination.mac',
  destinationAddress: 'destination.ip', destinationPort: 'destination.port', destinationTranslatedAddress: 'destination.nat.ip',
  destinationTranslatedPort: 'destination.nat.port', destinationServiceName: 'service.name', destinationDnsDomain: 'destination.domain',
  duser: 'user.target.name', duid: 'user.target.id', dntdom: 'user.target.domain', dproc: 'process.name', dpid: 'process.pid',
  in: 'destination.bytes', out: 'source.bytes', proto: 'network.transport', app: 'network.protocol', deviceDirection: 'network.direction',
  act: 'event.action', reason: 'event.reason', externalId: 'event.id', cat: 'rule.category',
  request: 'url.original', requestMethod: 'http.request.method', requestClientApplication: 'user_agent.original', requestContext: 'http.request.referrer',
  fname: 'file.name', filePath: 'file.path', fsize: 'file.size', fileHash: 'file.hash.sha256', fileType: 'file.mime_type',
  dvchost: 'observer.hostname', dvc: 'observer.ip', deviceExternalId: 'observer.serial_number',
  deviceInboundInterface: 'observer.ingress.name', deviceOutboundInterface: 'observer.egress.name',
  msg: 'event.reason', sourceUserName: 'user.name', destinationUserName: 'user.target.name',
}); // biome-ignore format: one table

const HEADER = ['DeviceVendor', 'DeviceProduct', 'DeviceVersion', 'DeviceEventClassID', 'Name', 'Severity'];
const PLACED = new Set([
  ...HEADER,
  'rt',
  'start',
  'end',
  'outcome',
  'src_ip',
  'dst_ip',
  'src_port',
  'dst_port',
  'action',
  'blocked',
]);

/** ArcSight Common Event Format, bare or behind any syslog header. */
export const cef: LineDecoder = {
  name: 'cef',
  confidence: 0.98,
  sniff: (line) =>
    line.text.startsWith('CEF:') ||
    line.body.startsWith('CEF:') ||
    line.raw.includes('CEF:0|') ||
    line.raw.includes('CEF:1|'),
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const at = line.raw.indexOf('CEF:');
    const header: string[] = [];
    let position = line.raw.indexOf('|', at) + 1;
    while (header.length < 6 && position > 0) {
      const end = unescapedPipe(line.raw, position);
      if (end < 0) break;
      header.push(line.raw.slice(position, end).replace(/\\([\\|])/g, '$1'));
      position = end + 1;
    }
    if (header.length < 6) return undefined;
    const native = newNative();
    HEADER.forEach((name, index) => {
      native[name] = header[index];
    });
    readExtension(line.raw, position, native, context.limits.columns);
    return cefBody(line, native, header, context);
  },
};

function unescapedPipe(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at += 1;
    else if (code === 124) return at;
  }
  return -1;
}

/** `key=value key=value`: a value runs to the last space before the next `key=`; `\=`, `\\`, `\n` are escapes. */
function readExtension(text: string, start: number, native: NativeView, limit: number): void {
  let key = '';
  let valueStart = start;
  let lastSpace = start - 1;
  let count = 0;
  for (let at = start; at <= text.length && count < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) {
      at += 1;
    } else if (code === 32) {
      lastSpace = at;
    } else if (code === 61 || at === text.length) {
      const keyStart = lastSpace + 1;
      const isKey = code === 61 && at > keyStart && isName(text, keyStart, at);
      if (!isKey && at < text.length) continue;
      if (key !== '') {
        native[key] ??= undo(text.slice(valueStart, isKey ? lastSpace : text.length).trimEnd());
        count += 1;
      }
      key = text.slice(keyStart, at);
      valueStart = at + 1;
      lastSpace = at;
    }
  }
  nameCustoms(native);
}

function isName(text: string, start: number, end: number): boolean {
  if (end - start > 64) return false;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    const letter = (code | 32) >= 97 && (code | 32) <= 122;
    if (
      !letter &&
      !(code >= 48 && code <= 57) &&
      code !== 95 &&
      code !== 46 &&
      code !== 45 &&
      code !== 91 &&
      code !== 93
    )
      return false;
  }
  return true;
}

function undo(value: string): string {
  return value.indexOf('\\') < 0
    ? value
    : value.replace(/\\([\\=|nr])/g, (_, what: string) => (what === 'n' ? '\n' : what === 'r' ? '\r' : what));
}

/** `cs1=x cs1Label=Policy` also stands under its own name. */
function nameCustoms(native: NativeView): void {
  for (const key in native) {
    if (!key.endsWith('Label')) continue;
    const label = native[key];
    const value = native[key.slice(0, -5)];
    if (typeof label === 'string' && label !== '' && value !== undefined) native[label] ??= value;
  }
}

function cefBody(line: Line, native: NativeView, header: readonly string[], context: DecodeContext): DecodedBody {
  const [vendor, product, version, classId, name, severity] = header as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  let time = Number.NaN;
  for (const key of ['rt', 'end', 'start', 'deviceReceiptTime']) {
    time = anyTime(native[key], context);
    if (!Number.isNaN(time)) break;
  }
  const event = newDeviceEvent(time, line.envelope, context, 'cef.log', { vendor, product, type: 'ips' });
  event.observer = { ...event.observer, vendor, product, version };
  delete event.observer.type;
  event.event.code = classId;
  event.rule = { id: classId, name };
  event.message = typeof native['msg'] === 'string' ? native['msg'] : name;
  const grade = severityNumber(severity);
  if (grade !== undefined) event.event.severity = grade;
  applyMapping(FIELDS, native, event, context.limits, PLACED);
  settleTransport(event);
  const outcome = native['outcome'];
  if (typeof outcome === 'string')
    event.event.outcome = /succ/i.test(outcome) ? 'success' : /fail|denied/i.test(outcome) ? 'failure' : 'unknown';
  const action = typeof native['act'] === 'string' ? native['act'] : undefined;
  const flow = event.source !== undefined && event.destination !== undefined;
  if (grade !== undefined && grade >= 7) asAlert(event, native, action);
  else if (flow) asConnection(event, native, action);
  return { event, native, logsource: cefLogsource(event, native, vendor, product, flow) };
}

const WORDS: Record<string, number> = { unknown: 0, low: 3, medium: 6, high: 8, 'very-high': 10, critical: 10 };

/** Severity is 0..10 or a word. */
function severityNumber(text: string): number | undefined {
  const value = Number(text);
  if (text !== '' && value >= 0 && value <= 10) return value;
  return WORDS[text.toLowerCase()];
}

function cefLogsource(
  event: EcsEvent,
  native: NativeView,
  vendor: string,
  product: string,
  flow: boolean,
): DecodedBody['logsource'] {
  const about = `${product} ${String(native['cat'] ?? '')}`.toLowerCase();
  if (/virus|malware|endpoint protection|v3|deep security/.test(about)) {
    native['Signature'] ??= native['virusName'] ?? event.rule?.name;
    native['Filename'] ??= native['filePath'] ?? native['fname'];
    return { category: 'antivirus', product: vendor.toLowerCase() };
  }
  return { product: vendor.toLowerCase(), ...(flow ? { category: 'firewall' } : {}) };
}
