import type { EcsEvent, NativeView } from '@haechi/event';
import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { compileMapping } from '../event/mapping.ts';
import { newNative } from '../event/native.ts';
import { asAlert, asConnection, type Device, deviceEvent, settleTransport } from './device.ts';

const DEVICE: Device = { vendor: 'Juniper', product: 'SRX', type: 'firewall' };

/** Junos structured-data parameters of RT_FLOW, RT_IDP, RT_UTM, RT_SCREEN and RT_AAMW, and where they go. */
const FIELDS = compileMapping({
  'source-address': 'source.ip', 'source-port': 'source.port', 'nat-source-address': 'source.nat.ip', 'nat-source-port': 'source.nat.port',
  'destination-address': 'destination.ip', 'destination-port': 'destination.port', 'nat-destination-address': 'destination.nat.ip', 'nat-destination-port': 'destination.nat.port',
  'bytes-from-client': 'source.bytes', 'packets-from-client': 'source.packets', 'bytes-from-server': 'destination.bytes', 'packets-from-server': 'destination.packets',
  'inbound-bytes': 'source.bytes', 'outbound-bytes': 'destination.bytes', 'inbound-packets': 'source.packets', 'outbound-packets': 'destination.packets',
  'source-zone-name': 'observer.ingress.alias', 'destination-zone-name': 'observer.egress.alias', 'source-interface-name': 'observer.ingress.name', 'packet-incoming-interface': 'observer.ingress.name', 'destination-interface-name': 'observer.egress.name',
  'protocol-id': 'network.transport', 'protocol-name': 'network.transport', 'service-name': 'network.protocol', application: 'network.application', 'application-name': 'network.application', 'nested-application': 'network.application',
  username: 'user.name', 'user-name': 'user.name', reason: 'event.reason', 'session-id-32': 'transaction.id', 'session-id': 'transaction.id',
  'attack-name': 'rule.name', 'rule-name': 'rule.id', 'policy-name': 'rule.ruleset', 'threat-severity': 'log.level',
  url: 'url.original', obj: 'url.path', 'http-host': 'url.domain', filename: 'file.name', 'file-name': 'file.name', 'file-hash-lookup': 'file.hash.sha256', category: 'rule.category',
  'source-name': 'source.domain', hostname: 'host.name',
}); // biome-ignore format: one table

const PLACED = new Set([
  'action',
  'message',
  'epoch-time',
  'src_ip',
  'src_port',
  'dst_ip',
  'dst_port',
  'blocked',
  'event',
]);
const CREATE = /session (?:created|closed [^:]{1,64}:|denied)? ?([0-9a-fA-F.:]+)\/(\d+)->([0-9a-fA-F.:]+)\/(\d+)/;

/** Juniper Junos security logs in structured (`sd-syslog`) form, and RT_FLOW in its plain form. */
export const junos: LineDecoder = {
  name: 'junos',
  confidence: 0.97,
  sniff: (line) => {
    const envelope = line.envelope;
    if (envelope === undefined) return false;
    return (
      envelope.app?.startsWith('RT_') === true ||
      line.text.startsWith('RT_FLOW') ||
      envelope.structuredData !== undefined
    );
  },
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const data = line.envelope?.structuredData;
    const native = newNative();
    let name = line.envelope?.msgid;
    if (data !== undefined) {
      const id = Object.keys(data).find((key) => key.startsWith('junos@'));
      if (id === undefined) return undefined;
      const parameters = data[id];
      for (const key in parameters) {
        const value = parameters[key];
        if (value !== 'N/A' && value !== 'UNKNOWN' && value !== '-') native[key] = value;
      }
    } else {
      const match = CREATE.exec(line.text);
      const screen = match === null ? nameScreen(native, line.text) : undefined;
      if (screen !== undefined) {
        native['event'] = screen;
        return junosBody(line, native, screen, context);
      }
      name =
        /RT_[A-Z_]{4,40}/.exec(
          line.text.startsWith('RT_FLOW_') ? line.text : line.text.replace(/^RT_FLOW: /, ''),
        )?.[0] ?? name;
      if (match === null) return undefined;
      nameParts(native, match);
      const reason = /session closed ([^:]{1,64}):/.exec(line.text.slice(0, 256))?.[1];
      if (reason !== undefined) native['reason'] = reason;
      namePlain(native, line.text.slice(match.index + match[0].length));
    }
    if (name !== undefined) native['event'] = name;
    return junosBody(line, native, name ?? '', context);
  },
};

const PLAIN_DENY =
  /^(?: 0x[0-9a-f]{1,8})? (\S{1,64}) (\d{1,3})\(\d{1,3}\) (\S{1,64}) (\S{1,64}) (\S{1,64})(?: (\S{1,64}) (\S{1,64}) ([^\s(]{1,64})\([^)]{0,64}\) (\S{1,64}) \S{1,16}(?: (.{1,128}))?)?/;
const PLAIN_NAT =
  /^(?: 0x[0-9a-f]{1,8})? (\S{1,64}) ([0-9a-fA-F.:]{2,45})\/(\d{1,5})->([0-9a-fA-F.:]{2,45})\/(\d{1,5})/;
const PLAIN_FLOW =
  / (\d{1,3}) (\S{1,64}) (\S{1,64}) (\S{1,64}) (\d{1,20})(?: (\d{1,20})\((\d{1,20})\) (\d{1,20})\((\d{1,20})\) (\d{1,12}))?(?= |$)/;

/** What stands behind the addresses, in the order of the plain form; releases differ in what is between. */
function namePlain(native: NativeView, rest: string): void {
  const put = (names: readonly string[], match: RegExpExecArray | null): void =>
    names.forEach((name, index) => {
      const value = match?.[index + 1];
      if (value !== undefined && !/^(?:N\/A|UNKNOWN|None)$/.test(value)) native[name] = value;
    });
  const nat = PLAIN_NAT.exec(rest);
  if (nat === null) {
    put(DENY_NAMES, PLAIN_DENY.exec(rest));
    return;
  }
  put(NAT_NAMES, nat);
  put(FLOW_NAMES, PLAIN_FLOW.exec(rest.slice(nat[0].length, nat[0].length + 1024)));
}

const DENY_NAMES = [
  'service-name',
  'protocol-id',
  'policy-name',
  'source-zone-name',
  'destination-zone-name',
  'application',
  'nested-application',
  'username',
  'packet-incoming-interface',
  'reason',
];
const NAT_NAMES = [
  'service-name',
  'nat-source-address',
  'nat-source-port',
  'nat-destination-address',
  'nat-destination-port',
];
const FLOW_NAMES = [
  'protocol-id',
  'policy-name',
  'source-zone-name',
  'destination-zone-name',
  'session-id-32',
  'packets-from-client',
  'bytes-from-client',
  'packets-from-server',
  'bytes-from-server',
  'elapsed-time',
];

const SCREEN =
  /^(?:RT_IDS: )?(RT_SCREEN_[A-Z_]{2,24}): (.{1,96}?) source: ([0-9a-fA-F.:]{2,45}?)(?::(\d{1,5}))?, destination: ([0-9a-fA-F.:]{2,45}?)(?::(\d{1,5}))?, (?:protocol-id: (\d{1,3}), )?zone name: ([^\s,]{1,64}), interface name: ([^\s,]{1,64})(?:, action: (\S{1,32}))?/;
const SCREEN_NAMES = [
  'attack-name',
  'source-address',
  'source-port',
  'destination-address',
  'destination-port',
  'protocol-id',
  'source-zone-name',
  'interface-name',
  'action',
];

/** `RT_SCREEN_TCP: TCP port scan! source: 1.2.3.4:5, destination: …`; answers the message's name. */
function nameScreen(native: NativeView, text: string): string | undefined {
  const match = SCREEN.exec(text);
  SCREEN_NAMES.forEach((name, index) => {
    const value = match?.[index + 2];
    if (value !== undefined) native[name] = value;
  });
  return match?.[1];
}

function nameParts(native: NativeView, match: RegExpExecArray): void {
  native['source-address'] = match[1];
  native['source-port'] = match[2];
  native['destination-address'] = match[3];
  native['destination-port'] = match[4];
}

function junosBody(line: Line, native: NativeView, name: string, context: DecodeContext): DecodedBody {
  dropUnset(native);
  const event = deviceEvent(
    {
      time: Number.NaN,
      envelope: line.envelope,
      dataset: 'juniper.srx',
      device: DEVICE,
      native,
      mapping: FIELDS,
      placed: PLACED,
    },
    context,
  );
  settleTransport(event);
  // Every parameter is in the native view and in ECS already.
  delete event.log?.syslog?.structured_data;
  event.event.code = name;
  const text = line.text === '' ? native['message'] : line.text;
  if (typeof text === 'string') event.message = text;
  const said = typeof native['action'] === 'string' ? native['action'] : undefined;
  const seconds = Number(native['elapsed-time']);
  if (seconds > 0) event.event.duration = Math.round(seconds * 1e9);
  categorise(event, native, name, said);
  return {
    event,
    native,
    logsource: { product: 'juniper', service: 'srx', ...(name.startsWith('RT_FLOW') ? { category: 'firewall' } : {}) },
  };
}

/** Nothing was translated where the address is 0.0.0.0. */
function dropUnset(native: NativeView): void {
  for (const side of ['source', 'destination']) {
    if (native[`nat-${side}-address`] !== '0.0.0.0') continue;
    delete native[`nat-${side}-address`];
    delete native[`nat-${side}-port`];
  }
}

function categorise(event: EcsEvent, native: NativeView, name: string, said: string | undefined): void {
  if (name.startsWith('RT_FLOW') || name.startsWith('APPTRACK')) {
    const action = name.includes('DENY')
      ? 'deny'
      : name.includes('CREATE')
        ? 'allow'
        : name.includes('CLOSE')
          ? 'close'
          : said;
    asConnection(event, native, action);
  } else asAlert(event, native, said ?? /(?:BLOCKED|DROPPED|PERMITTED|DETECTED)/.exec(name)?.[0]?.toLowerCase());
}
