import type { EcsEvent, NativeView } from '@haechi/event';
import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { compileMapping, setEcs } from '../event/mapping.ts';
import { flatten, newNative } from '../event/native.ts';
import { newEvent } from '../event/new-event.ts';
import { copyEcs } from '../event/passthrough.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { anyTime } from '../time/parse.ts';
import { isObject, type JsonObject, objectAt, textAt } from './value.ts';

const TIMES = [
  '@timestamp',
  'timestamp',
  'time',
  'ts',
  'eventTime',
  'event_time',
  'datetime',
  'date',
  'created_at',
  'createdAt',
  'TimeGenerated',
  '_time',
  'published',
  'CreationTime',
  'start_time',
  'EventTime',
];

/** The record's own time under one of the usual names, or `NaN`. */
function genericTime(value: JsonObject, context: DecodeContext): number {
  for (const name of TIMES) {
    const time = anyTime(value[name], context);
    if (!Number.isNaN(time)) return time;
  }
  return Number.NaN;
}

/** Documents that are ECS already: pass through. */
export const ecs: ObjectDecoder = {
  name: 'ecs',
  confidence: 0.85,
  sniff: (value) => isEcs(value),
  decode: (value: JsonObject, context: DecodeContext): DecodedBody => {
    const event = newEvent(anyTime(value['@timestamp'], context), context, 'ecs');
    event.event = { kind: 'event' };
    copyEcs(value, event, context.limits);
    settleEvent(event);
    const native = newNative();
    flatten(native, value, '', context.limits.nativeFields);
    const type = event.host?.os?.type;
    return { event, native, logsource: ecsLogsource(event, native, type) };
  },
};

function isEcs(value: JsonObject): boolean {
  if (value['@timestamp'] === undefined) return false;
  if (isObject(value['ecs']) || value['ecs.version'] !== undefined) return true;
  const event = value['event'];
  if (isObject(event) && (event['category'] ?? event['kind'] ?? event['dataset'] ?? event['module']) !== undefined)
    return true;
  return (
    value['event.category'] !== undefined || value['event.kind'] !== undefined || value['event.dataset'] !== undefined
  );
}

const KINDS = new Set(['event', 'alert', 'state', 'metric', 'pipeline_error']);
const OUTCOMES = new Set(['success', 'failure', 'unknown']);

/** `event.kind` and `event.outcome` are closed sets: anything else a sender wrote is not kept there. */
function settleEvent(event: EcsEvent): void {
  if (!KINDS.has(event.event.kind)) event.event.kind = 'event';
  if (event.event.outcome !== undefined && !OUTCOMES.has(event.event.outcome)) delete event.event.outcome;
}

function ecsLogsource(event: EcsEvent, native: NativeView, osType: string | undefined): DecodedBody['logsource'] {
  if (native['threat.indicator.type'] !== undefined) return { category: 'threat_intel' };
  const category = event.event.category?.[0];
  const start = event.event.type?.includes('start') === true;
  const product = osType === 'linux' || osType === 'macos' || osType === 'windows' ? { product: osType } : {};
  if (category === 'process' && start) return { ...product, category: 'process_creation' };
  if (category === 'network' && event.network?.protocol === 'dns') return { category: 'dns' };
  return product;
}

/** Names that loggers of many kinds give the same things. */
const COMMON = compileMapping({
  src_ip: 'source.ip', srcip: 'source.ip', source_ip: 'source.ip', sourceIp: 'source.ip', sourceIPAddress: 'source.ip',
  client_ip: 'source.ip', clientIp: 'source.ip', remote_ip: 'source.ip', remote_addr: 'source.ip', ip: 'source.ip',
  src_port: 'source.port', srcport: 'source.port', source_port: 'source.port',
  dst_ip: 'destination.ip', dstip: 'destination.ip', dest_ip: 'destination.ip', destination_ip: 'destination.ip',
  dst_port: 'destination.port', dstport: 'destination.port', dest_port: 'destination.port', destination_port: 'destination.port',
  user: 'user.name', username: 'user.name', user_name: 'user.name', userName: 'user.name',
  host: 'host.name', hostname: 'host.name', host_name: 'host.name',
  level: 'log.level', severity: 'log.level', logger: 'log.logger', pid: 'process.pid', process: 'process.name',
  action: 'event.action', url: 'url.original', method: 'http.request.method', user_agent: 'user_agent.original',
  protocol: 'network.protocol', proto: 'network.transport', service: 'service.name',
}); // biome-ignore format: one table

/** Any JSON object: its fields kept, the usual names mapped, its time found. */
export const genericJson: ObjectDecoder = {
  name: 'json',
  confidence: 0.5,
  sniff: () => true,
  decode: (value: JsonObject, context: DecodeContext): DecodedBody => {
    const event = newEvent(genericTime(value, context), context, 'json');
    const message =
      textAt(value, 'message') ?? textAt(value, 'msg') ?? textAt(value, 'log') ?? textAt(value, 'Message');
    if (message !== undefined) event.message = message;
    for (const key in value) {
      if (key === 'message' || key === 'msg' || TIMES.includes(key)) continue;
      const item = value[key];
      const target = COMMON.get(key);
      if (target !== undefined && typeof item !== 'object' && setEcs(event, target.path.join('.'), item)) continue;
      if (item !== null) keepUnmapped(event, key, item, context.limits);
    }
    const host = objectAt(value, 'host');
    if (host !== undefined) setEcs(event, 'host.name', host['name'] ?? host['hostname']);
    const native = newNative();
    flatten(native, value, '', context.limits.nativeFields);
    return { event, native, logsource: {} };
  },
};
