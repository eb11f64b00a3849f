import type { EcsEvent } from '@haechi/event';
import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { applyMapping, compileMapping, setEcs } from '../event/mapping.ts';
import { flatten, newNative } from '../event/native.ts';
import { newEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { type JsonObject, objectAt, textAt } from '../json/value.ts';
import { anyTime, epochTime } from '../time/parse.ts';

/** Columns of osquery's tables on processes, sockets, files and users, and where they go. */
const FIELDS = compileMapping({
  pid: 'process.pid', parent: 'process.parent.pid', name: 'process.name', path: 'process.executable', cmdline: 'process.command_line', cwd: 'process.working_directory',
  uid: 'user.id', username: 'user.name', user: 'user.name', auid: 'auditd.auid',
  remote_address: 'destination.ip', remote_port: 'destination.port', local_address: 'source.ip', local_port: 'source.port',
  target_path: 'file.path', md5: 'file.hash.md5', sha1: 'file.hash.sha1', sha256: 'file.hash.sha256', size: 'file.size', action: 'event.action',
}); // biome-ignore format: one table

/** osquery's result log: differential (`columns`), and each row of a `snapshot` as one record. */
export const osquery: ObjectDecoder = {
  name: 'osquery',
  confidence: 0.97,
  sniff: (value) =>
    value['hostIdentifier'] !== undefined &&
    (value['columns'] !== undefined ||
      value['snapshot'] !== undefined ||
      value['diffResults'] !== undefined ||
      value['severity'] !== undefined),
  decode: (value: JsonObject, context: DecodeContext): DecodedBody => {
    const columns = objectAt(value, 'columns');
    const unix = Number(columns?.['time'] ?? value['unixTime']);
    const time = unix > 0 ? epochTime(unix) : anyTime(value['calendarTime'], context);
    const event = newEvent(time, context, 'osquery.result');
    event.event.kind = value['snapshot'] === undefined ? 'event' : 'state';
    event.host = { name: textAt(value, 'hostIdentifier') ?? '' };
    setEcs(event, 'rule.name', value['name']);
    const native = newNative();
    if (columns !== undefined) for (const name in columns) native[name] = columns[name];
    applyMapping(FIELDS, native, event, context.limits, new Set(['time', 'eid']));
    if (columns === undefined)
      native['snapshot'] = JSON.stringify(value['snapshot'] ?? value['diffResults'] ?? value['message'] ?? null).slice(
        0,
        context.limits.valueChars,
      );
    addRows(native, value, context);
    // `added`, `removed` or `snapshot`; a table's own column of that name goes before.
    setEcs(event, 'event.action', value['action']);
    if (typeof value['action'] === 'string') native['action'] ??= value['action'];
    if (value['decorations'] !== undefined) keepUnmapped(event, 'decorations', value['decorations'], context.limits);
    native['query_name'] = value['name'];
    native['host_identifier'] = value['hostIdentifier'];
    return { event, native, logsource: categorise(event, native, textAt(value, 'name') ?? '') };
  },
};

/** The columns of a batch's rows, each the list of its values; rows that went away are under `removed`. */
function addRows(native: DecodedBody['native'], value: JsonObject, context: DecodeContext): void {
  const differences = objectAt(value, 'diffResults');
  const budget = context.limits.nativeFields;
  const rows = value['snapshot'] ?? differences?.['added'];
  if (Array.isArray(rows)) flatten(native, { row: rows }, '', budget);
  if (Array.isArray(differences?.['removed'])) flatten(native, { removed: differences['removed'] }, '', budget);
  for (const name in native) {
    if (name.startsWith('row.')) native[name.slice(4)] ??= native[name];
  }
}

function categorise(event: EcsEvent, native: DecodedBody['native'], name: string): DecodedBody['logsource'] {
  if (/process_events|es_process|bpf_process/.test(name)) {
    event.event.category = ['process'];
    event.event.type = ['start'];
    native['Image'] = native['path'];
    native['CommandLine'] = native['cmdline'];
    return { product: /es_process/.test(name) ? 'macos' : 'linux', category: 'process_creation', service: 'osquery' };
  }
  if (/socket_events|open_sockets/.test(name)) {
    event.event.category = ['network'];
    event.event.type = ['connection'];
    native['DestinationIp'] = native['remote_address'];
    native['DestinationPort'] = native['remote_port'];
    native['Image'] = native['path'];
    return { product: 'linux', category: 'network_connection', service: 'osquery' };
  }
  if (/file_events|fim/.test(name)) {
    event.event.category = ['file'];
    event.event.type = ['change'];
    native['TargetFilename'] = native['target_path'];
    return { product: 'linux', category: 'file_event', service: 'osquery' };
  }
  event.event.category = ['host'];
  event.event.type = ['info'];
  return { service: 'osquery' };
}
