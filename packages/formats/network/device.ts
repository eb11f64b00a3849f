import type { EcsEvent, NativeView } from '@haechi/event';
import type { DecodeContext, DecodedBody } from '../decoder.ts';
import { portOf } from '../event/address.ts';
import { applyMapping, type Mapping } from '../event/mapping.ts';
import { newDeviceEvent } from '../event/new-event.ts';
import type { Envelope } from '../syslog/envelope.ts';

/** Who made the device and what it does (ECS `observer.vendor`, `.product`, `.type`). */
export interface Device {
  readonly vendor: string;
  readonly product: string;
  readonly type: 'firewall' | 'ips' | 'waf' | 'vpn' | 'utm' | 'dns' | 'dhcp' | 'proxy' | 'switch';
}

/** What a device's decoder found out, before it is brought to ECS. */
export interface DeviceRecord {
  /** Milliseconds or `NaN`; the syslog header's time stands in. */
  readonly time: number;
  readonly envelope: Envelope | undefined;
  readonly dataset: string;
  readonly device: Device;
  readonly native: NativeView;
  readonly mapping: Mapping;
  /** Names of the native view that need no place in `unmapped`. */
  readonly placed?: ReadonlySet<string>;
  readonly message?: string;
}

/** Builds the event of a device from its fields by its mapping table. */
export function deviceEvent(record: DeviceRecord, context: DecodeContext): EcsEvent {
  const event = newDeviceEvent(record.time, record.envelope, context, record.dataset, record.device);
  if (record.message !== undefined) event.message = record.message;
  applyMapping(record.mapping, record.native, event, context.limits, record.placed);
  return event;
}

const ALLOWED =
  /^(?:allow|accept|pass|permit|forward|built|close|start|client-rst|server-rst|timeout|허용|통과|탐지 후 허용)/i;
const DENIED = /^(?:den|drop|block|reject|reset|discard|kill|prevent|quarantine|차단|거부|격리)/i;

/** Whether an action word lets traffic through, stops it, or neither. */
function verdictOf(action: string | undefined): 'allowed' | 'denied' | undefined {
  if (action === undefined) return undefined;
  if (DENIED.test(action)) return 'denied';
  return ALLOWED.test(action) ? 'allowed' : undefined;
}

/** A decision about a connection: categories, outcome, and Sigma's names for firewalls in the native view. */
export function asConnection(event: EcsEvent, native: NativeView, action: string | undefined): void {
  event.event.category = ['network'];
  const verdict = verdictOf(action);
  event.event.type = verdict === undefined ? ['connection'] : ['connection', verdict];
  if (action !== undefined) event.event.action ??= action.toLowerCase();
  addFlowNames(event, native);
  if (action !== undefined) native['action'] ??= action;
  if (verdict !== undefined) native['blocked'] ??= verdict === 'denied' ? 'true' : 'false';
}

/** An alert of an intrusion detector. */
export function asAlert(event: EcsEvent, native: NativeView, action: string | undefined): void {
  event.event.kind = 'alert';
  event.event.category = ['intrusion_detection', 'network'];
  const verdict = verdictOf(action);
  event.event.type = verdict === undefined ? ['info'] : [verdict];
  if (action !== undefined) event.event.action ??= action.toLowerCase();
  addFlowNames(event, native);
}

/** `src_ip`, `src_port`, `dst_ip`, `dst_port`, as Sigma's category firewall has them. */
function addFlowNames(event: EcsEvent, native: NativeView): void {
  if (event.source?.ip !== undefined) native['src_ip'] ??= event.source.ip;
  if (event.source?.port !== undefined) native['src_port'] = event.source.port;
  if (event.destination?.ip !== undefined) native['dst_ip'] ??= event.destination.ip;
  if (event.destination?.port !== undefined) native['dst_port'] = event.destination.port;
}

const PROTOCOLS: Record<string, string> = {
  '1': 'icmp', '2': 'igmp', '4': 'ipip', '6': 'tcp', '17': 'udp', '41': 'ipv6', '47': 'gre', '50': 'esp', '51': 'ah',
  '58': 'ipv6-icmp', '89': 'ospf', '103': 'pim', '112': 'vrrp', '132': 'sctp',
}; // biome-ignore format: one table

/** IANA name in lower case of a protocol given by number, by name, or as `tcp/443`. */
export function transportName(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text === '' || text === '-') return undefined;
  const slash = text.indexOf('/');
  const name = (slash < 0 ? text : text.slice(0, slash)).toLowerCase();
  return Object.hasOwn(PROTOCOLS, name) ? PROTOCOLS[name] : name;
}

/** Replaces what the mapping put into `network.transport` by its IANA name. */
export function settleTransport(event: EcsEvent): void {
  const transport = transportName(event.network?.transport);
  if (event.network !== undefined && transport !== undefined) event.network.transport = transport;
}

/** Sets a port unless it is already there. */
export function addPort(event: EcsEvent, side: 'source' | 'destination', value: unknown): void {
  const port = portOf(value);
  if (port === undefined) return;
  event[side] ??= {};
  const endpoint = event[side];
  if (endpoint !== undefined) endpoint.port ??= port;
}

/** A decoded body of a device that is only a firewall to Sigma. */
export function firewallBody(event: EcsEvent, native: NativeView, product: string, service?: string): DecodedBody {
  return { event, native, logsource: { category: 'firewall', product, ...(service === undefined ? {} : { service }) } };
}
