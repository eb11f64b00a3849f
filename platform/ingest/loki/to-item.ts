import type { RecordMeta } from '../../store/ports.ts';
import { type Item, rejectedItem } from '../item.ts';
import type { IngestLimits } from '../limits.ts';
import { programOf } from '../program.ts';
import { isoOfNanos } from '../time.ts';
import type { Entry, Stream } from './model.ts';

/** Labels that Promtail, Alloy, Fluent Bit and the Docker driver use for what ECS has a place for. */
const ECS_NAMES = new Map(
  Object.entries({
    host: 'host.name', hostname: 'host.name', nodename: 'host.name', node_name: 'host.name', host_name: 'host.name',
    service_name: 'service.name', level: 'log.level', detected_level: 'log.level', filename: 'log.file.path',
    container: 'container.name', container_name: 'container.name', container_id: 'container.id',
    namespace: 'orchestrator.namespace', pod: 'orchestrator.resource.name', cluster: 'orchestrator.cluster.name',
    trace_id: 'trace.id', traceID: 'trace.id', span_id: 'span.id',
  }),
); // biome-ignore format: one table

/** All lines of a request, in its order; what could not be read or is too long is a dead letter. */
export function itemsOf(streams: readonly Stream[], limits: IngestLimits): Item[] {
  return streams.flatMap(({ labels, entries }) =>
    entries.map((entry) =>
      'unreadable' in entry ? rejectedItem(entry.unreadable, 'invalid_record') : itemOf(entry, labels, limits),
    ),
  );
}

function itemOf(entry: Entry, labels: ReadonlyMap<string, string>, { recordChars }: IngestLimits): Item {
  const { line, structuredMetadata } = entry;
  const ecs = new Map<string, string>();
  const fields = new Map<string, string>();
  let chars = line.length;
  for (const said of [structuredMetadata, labels]) {
    for (const [name, value] of said) {
      chars += name.length + value.length;
      const place = ECS_NAMES.get(name);
      const [into, key] = place === undefined ? ([fields, name] as const) : ([ecs, place] as const);
      // Nearer words win, and what is said beside the line is nearer than its stream.
      if (!into.has(key)) into.set(key, value);
    }
  }
  if (chars > recordChars) return rejectedItem(line, 'record_too_long');
  const time = isoOfNanos(entry.timeUnixNano);
  const program = programOf((name) => fields.get(name));
  const meta: RecordMeta = {
    ...(program === undefined ? {} : { program }),
    ...(time === undefined ? {} : { time }),
    ...(ecs.size === 0 ? {} : { ecs: Object.fromEntries(ecs) }),
    ...(fields.size === 0 ? {} : { fields: Object.fromEntries(fields) }),
  };
  return { record: line, meta: Object.keys(meta).length === 0 ? null : meta };
}
