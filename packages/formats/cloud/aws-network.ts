import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { splitAddress } from '../event/address.ts';
import { applyMapping, compileMapping } from '../event/mapping.ts';
import { newNative } from '../event/native.ts';
import { newEvent } from '../event/new-event.ts';
import { nameFields } from '../grammar/delimited.ts';
import { asConnection, settleTransport } from '../network/device.ts';
import { epochTime, isoTime } from '../time/parse.ts';
import { UTC } from '../time/zone.ts';
import { addExchange, type Exchange, readRequestLine } from '../web/request.ts';

/** Default fields of VPC flow logs, version 2 (Amazon VPC User Guide, "Flow log records"). */
const FLOW = [
  'version',
  'account-id',
  'interface-id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'log-status',
];
const FIELDS = compileMapping({
  'account-id': 'cloud.account.id', 'interface-id': 'observer.ingress.id', srcaddr: 'source.ip', dstaddr: 'destination.ip', srcport: 'source.port', dstport: 'destination.port',
  protocol: 'network.transport', packets: 'source.packets', bytes: 'source.bytes', 'pkt-srcaddr': 'source.ip', 'pkt-dstaddr': 'destination.ip',
  'instance-id': 'cloud.instance.id', region: 'cloud.region', 'flow-direction': 'network.direction',
}); // biome-ignore format: one table
const PLACED = new Set([
  'version',
  'start',
  'end',
  'action',
  'log-status',
  'src_ip',
  'dst_ip',
  'src_port',
  'dst_port',
  'blocked',
]);
const ROW =
  /^\d \d{12} eni-[0-9a-f]{8,20} \S+ \S+ \S+ \S+ \S+ \S+ \S+ (\d{10}|-) (\d{10}|-) (?:ACCEPT|REJECT|-) (?:OK|NODATA|SKIPDATA)/;

/** Amazon VPC flow logs in their default format. */
export const vpcFlow: LineDecoder = {
  name: 'aws-vpcflow',
  confidence: 0.98,
  sniff: (line) => line.text.charCodeAt(1) === 32 && line.text.startsWith(' eni-', 14),
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    if (!ROW.test(line.text)) return undefined;
    return flowBody(FLOW, line.text.split(' ', 32), context);
  },
};

/** A flow by the names of its columns. @param values as many as there are names; `-` is none */
export function flowBody(names: readonly string[], values: readonly string[], context: DecodeContext): DecodedBody {
  const native = newNative();
  nameFields(
    native,
    names,
    values.map((value) => (value === '-' ? '' : value)),
  );
  const event = newEvent(epochTime(Number(native['start'])), context, 'aws.vpcflow');
  event.cloud = { provider: 'aws', service: { name: 'vpc' } };
  applyMapping(FIELDS, native, event, context.limits, PLACED);
  settleTransport(event);
  asConnection(event, native, typeof native['action'] === 'string' ? native['action'].toLowerCase() : undefined);
  return { event, native, logsource: { product: 'aws', service: 'vpcflow', category: 'firewall' } };
}

const TYPES =
  /^(https?|h2|grpcs?|wss?) (\d{4}-\d\d-\d\dT[\d:.]{8,15}Z) (\S{1,128}) (\S{3,64}) (\S{1,64}) (-?[\d.]{1,16}) (-?[\d.]{1,16}) (-?[\d.]{1,16}) (\d{3}|-) (\d{3}|-) (\d+) (\d+) "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)" (\S{1,64}) (\S{1,32})(.*)$/;

/** Access logs of Elastic Load Balancing: application load balancers. */
export const alb: LineDecoder = {
  name: 'aws-alb',
  confidence: 0.98,
  sniff: (line) => /^(?:https?|h2|grpcs?|wss?) \d{4}-/.test(line.text.slice(0, 12)),
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const match = TYPES.exec(line.text);
    if (match === null) return undefined;
    const [
      ,
      type,
      stamp,
      balancer,
      client,
      target,
      ,
      processing,
      ,
      status,
      targetStatus,
      received,
      sent,
      request,
      agent,
      cipher,
      tls,
      rest,
    ] = match as unknown as string[];
    const peer = splitAddress(client as string);
    const exchange: Exchange = {
      client: peer.host,
      clientPort: peer.port,
      status: Number(status) || undefined,
      requestBytes: Number(received),
      responseBytes: Number(sent),
      scheme: type === 'http' || type === 'ws' ? 'http' : 'https',
    };
    if (agent !== '-') exchange.userAgent = (agent as string).replace(/\\(?=["\\])/g, '');
    const seconds = Number(processing);
    if (seconds >= 0) exchange.duration = seconds * 1e9;
    // A request that could not be read is `- http://host:port- -`.
    if (!(request as string).startsWith('- ')) readRequestLine((request as string).replace(/ - $/, ''), exchange);
    const event = newEvent(isoTime(stamp as string, 0, UTC), context, 'aws.elb');
    const native = addExchange(event, exchange);
    event.cloud = { provider: 'aws', service: { name: 'elb' } };
    if (cipher !== '-') event.tls = { cipher: cipher as string, ...(tls === '-' ? {} : { version: tls as string }) };
    native['elb'] = balancer;
    native['target'] = target;
    native['target_status_code'] = targetStatus;
    const quoted = [...(rest as string).slice(0, 4096).matchAll(/"([^"]*)"/g)].map((one) => one[1] as string);
    if (quoted[0] !== undefined) native['trace_id'] = quoted[0];
    if (quoted[1] !== undefined && quoted[1] !== '-') native['domain_name'] = quoted[1];
    if (quoted[3] !== undefined && quoted[3] !== '-') native['actions_executed'] = quoted[3];
    return { event, native, logsource: { category: 'webserver', product: 'aws', service: 'alb' } };
  },
};
