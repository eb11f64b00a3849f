import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { applyMapping, compileMapping, setEcs } from '../event/mapping.ts';
import { newNative } from '../event/native.ts';
import { newEvent } from '../event/new-event.ts';
import { type JsonObject, objectAt, textAt } from '../json/value.ts';
import { anyTime } from '../time/parse.ts';

/** Falco's output fields (libs "Supported Fields") and where they go. */
const FIELDS = compileMapping({
  'proc.name': 'process.name', 'proc.exepath': 'process.executable', 'proc.exe': 'process.executable', 'proc.cmdline': 'process.command_line', 'proc.pid': 'process.pid', 'proc.cwd': 'process.working_directory',
  'proc.pname': 'process.parent.name', 'proc.pcmdline': 'process.parent.command_line', 'proc.pexepath': 'process.parent.executable', 'proc.ppid': 'process.parent.pid',
  'user.name': 'user.name', 'user.uid': 'user.id', 'user.loginname': 'user.effective.name', 'group.name': 'group.name',
  'fd.name': 'file.path', 'fd.directory': 'file.directory', 'fs.path.name': 'file.path', 'fd.sip': 'destination.ip', 'fd.sport': 'destination.port', 'fd.cip': 'source.ip', 'fd.cport': 'source.port', 'fd.l4proto': 'network.transport',
  'container.id': 'container.id', 'container.name': 'container.name', 'container.image.repository': 'container.image.name', 'container.image.tag': 'container.image.tag', 'container.image': 'container.image.name',
  'k8s.ns.name': 'orchestrator.namespace', 'k8s.pod.name': 'orchestrator.resource.name', 'ka.user.name': 'user.name', 'ka.target.resource': 'orchestrator.resource.type', 'ka.target.name': 'orchestrator.resource.name', 'ka.target.namespace': 'orchestrator.namespace',
  'evt.type': 'event.code',
}); // biome-ignore format: one table

/** Falco alerts (json_output). */
export const falco: ObjectDecoder = {
  name: 'falco',
  confidence: 0.98,
  sniff: (value) => value['rule'] !== undefined && value['priority'] !== undefined && value['output'] !== undefined,
  decode: (value: JsonObject, context: DecodeContext): DecodedBody => {
    const event = newEvent(anyTime(value['time'], context), context, 'falco.alerts');
    event.event.kind = 'alert';
    event.event.category = ['intrusion_detection', 'process'];
    event.event.type = ['info'];
    event.message = textAt(value, 'output') ?? '';
    event.rule = { name: textAt(value, 'rule') ?? '' };
    event.log = { level: (textAt(value, 'priority') ?? '').toLowerCase() };
    setEcs(event, 'host.name', value['hostname']);
    const native = newNative();
    const fields = objectAt(value, 'output_fields') ?? {};
    for (const name in fields) {
      const item = fields[name];
      if (item !== null && item !== '<NA>') native[name] = item;
    }
    applyMapping(FIELDS, native, event, context.limits);
    const techniques = Array.isArray(value['tags']) ? value['tags'].filter((tag) => typeof tag === 'string') : [];
    setEcs(
      event,
      'threat.technique.id',
      techniques.filter((tag) => /^T\d{4}(?:\.\d{3})?$/.test(tag)),
    );
    if (techniques.length > 0) event.tags = techniques;
    native['rule'] = value['rule'];
    native['priority'] = value['priority'];
    native['output'] = value['output'];
    addProcessNames(native);
    return { event, native, logsource: { product: 'linux', service: 'falco' } };
  },
};

/** What Sigma calls these, for rules about processes. */
function addProcessNames(native: DecodedBody['native']): void {
  native['Image'] ??= native['proc.exepath'];
  native['CommandLine'] ??= native['proc.cmdline'];
  native['ParentImage'] ??= native['proc.pexepath'];
  native['ParentCommandLine'] ??= native['proc.pcmdline'];
  native['User'] ??= native['user.name'];
}
