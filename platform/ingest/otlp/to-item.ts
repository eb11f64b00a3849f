import type { RecordMeta } from '../../store/ports.ts';
import { type Item, rejectedItem } from '../item.ts';
import type { IngestLimits } from '../limits.ts';
import { programOf } from '../program.ts';
import { isoOfNanos } from '../time.ts';
import type { LogRecord, OtlpValue, ScopeLogs } from './model.ts';

/** Attributes with a place in ECS (OpenTelemetry semantic conventions → ECS); all others become labels. */
const ECS_NAMES = new Map(
  Object.entries({
    'service.name': 'service.name', 'service.instance.id': 'service.id', 'host.name': 'host.name', 'host.id': 'host.id',
    'os.type': 'host.os.type', 'os.name': 'host.os.name', 'os.version': 'host.os.version',
    'container.id': 'container.id', 'container.name': 'container.name', 'container.image.name': 'container.image.name',
    'k8s.cluster.name': 'orchestrator.cluster.name', 'k8s.namespace.name': 'orchestrator.namespace',
    'k8s.pod.name': 'orchestrator.resource.name',
    'cloud.provider': 'cloud.provider', 'cloud.region': 'cloud.region', 'cloud.account.id': 'cloud.account.id',
    'log.file.path': 'log.file.path', 'process.pid': 'process.pid', 'process.command_line': 'process.command_line',
    'process.executable.path': 'process.executable', 'process.executable.name': 'process.name',
    'user.name': 'user.name', 'user.id': 'user.id', 'enduser.id': 'user.id',
    'client.address': 'client.address', 'server.address': 'server.address', 'source.address': 'source.address',
    'destination.address': 'destination.address', 'url.full': 'url.full', 'url.path': 'url.path',
    'http.request.method': 'http.request.method', 'http.response.status_code': 'http.response.status_code',
    'user_agent.original': 'user_agent.original', 'exception.type': 'error.type', 'exception.message': 'error.message',
  }),
); // biome-ignore format: one table

/** Severity ranges of four numbers each (logs data model, "Field: SeverityNumber"). */
const SEVERITIES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** All records of a request, in its order; what could not be read or is too long is a dead letter. */
export function itemsOf(groups: readonly ScopeLogs[], limits: IngestLimits): Item[] {
  return groups.flatMap((group) =>
    group.records.map((record) =>
      'unreadable' in record ? rejectedItem(record.unreadable, 'invalid_record') : itemOf(record, group, limits),
    ),
  );
}

/** A text body is a raw line for the decoders; a map is a JSON event; without a body the attributes are the event. */
function itemOf(
  record: LogRecord,
  { resource, scope, scopeAttributes }: ScopeLogs,
  { recordChars }: IngestLimits,
): Item {
  const { body, attributes } = record;
  const bodiless = body === null || body === '';
  const text = bodiless ? JSON.stringify(Object.fromEntries(attributes)) : textOf(body);
  const ecs: [string, string][] = [];
  const fields: [string, string][] = [];
  let chars = text.length;
  for (const said of [attributes, scopeAttributes, resource]) {
    for (const [name, value] of said) {
      const worded = textOf(value);
      chars += name.length + worded.length;
      const place = ECS_NAMES.get(name);
      if (place === undefined) fields.push([name, worded]);
      else ecs.push([place, worded]);
    }
  }
  if (chars > recordChars) return rejectedItem(text, 'record_too_long');
  const level = record.severityText || SEVERITIES[Math.floor((record.severityNumber - 1) / 4)];
  if (level !== undefined) ecs.push(['log.level', level]);
  if (scope !== '') ecs.push(['log.logger', scope]);
  if (record.traceId !== '') ecs.push(['trace.id', record.traceId]);
  if (record.spanId !== '') ecs.push(['span.id', record.spanId]);
  if (record.eventName !== '') ecs.push(['event.action', record.eventName]);
  return { record: text, meta: metaOf(isoOfNanos(record.timeUnixNano), ecs, fields) };
}

/** Nearer words win: those of the record over those of its scope over those of its resource. */
function metaOf(time: string | undefined, ecs: [string, string][], fields: [string, string][]): RecordMeta | null {
  const program = programOf((name) => fields.find(([said]) => said === name)?.[1]);
  const meta = {
    ...(program === undefined ? {} : { program }),
    ...(time === undefined ? {} : { time }),
    ...(ecs.length === 0 ? {} : { ecs: Object.fromEntries(ecs.reverse()) }),
    ...(fields.length === 0 ? {} : { fields: Object.fromEntries(fields.reverse()) }),
  };
  return Object.keys(meta).length === 0 ? null : meta;
}

function textOf(value: OtlpValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
