import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { applyMapping, compileMapping, setEcs } from '../event/mapping.ts';
import { newNative } from '../event/native.ts';
import { newEvent } from '../event/new-event.ts';
import { isoTime } from '../time/parse.ts';

/** Names in the outputs of Falco's own rules, and where they go. */
const FIELDS = compileMapping({
  user: 'user.name', user_uid: 'user.id', user_loginname: 'user.effective.name',
  process: 'process.name', program: 'process.name', proc_name: 'process.name', command: 'process.command_line', cmdline: 'process.command_line', proc_exepath: 'process.executable', exe: 'process.executable', pid: 'process.pid',
  parent: 'process.parent.name', pcmdline: 'process.parent.command_line', file: 'file.path',
  container_id: 'container.id', container_name: 'container.name', image: 'container.image.name', container_image: 'container.image.name', container_image_repository: 'container.image.name', container_image_tag: 'container.image.tag',
  k8s_ns: 'orchestrator.namespace', k8s_ns_name: 'orchestrator.namespace', k8s_pod_name: 'orchestrator.resource.name', evt_type: 'event.code',
}); // biome-ignore format: one table

const ALERT =
  /^(?:(\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d{4})?)|\d\d:\d\d:\d\d\.\d{9}): (Emergency|Alert|Critical|Error|Warning|Notice|Informational|Info|Debug) (.*)$/s;
const NAME = /(?:^| )([a-z][\w.]{0,47})=/g;

/** Falco's alerts as text (stdout, file, syslog): `TIME: PRIORITY what happened (name=value …)` or `… | name=value …`. */
export const falcoText: LineDecoder = {
  name: 'falco-text',
  confidence: 0.95,
  sniff: (line) => /^[\dT:.+Z-]{18,36}: [A-Z]/.test(line.text.slice(0, 48)),
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const match = ALERT.exec(line.text);
    if (match === null) return undefined;
    const [, stamp, priority, output] = match as unknown as [string, string | undefined, string, string];
    const time = stamp === undefined ? Number.NaN : isoTime(stamp, 0, context.zone);
    const event = newEvent(Number.isNaN(time) ? (line.envelope?.time ?? time) : time, context, 'falco.alerts');
    event.event.kind = 'alert';
    event.event.category = ['intrusion_detection', 'process'];
    event.event.type = ['info'];
    event.message = output;
    event.log = { level: priority.toLowerCase() };
    const native = newNative();
    const pipe = output.indexOf(' | ');
    const start = pipe >= 0 ? pipe : output.indexOf(' (');
    setEcs(event, 'rule.name', start < 0 ? output : output.slice(0, start));
    if (start >= 0) readPairs(output.slice(start + (pipe >= 0 ? 3 : 2)).replace(/\)$/, ''), native);
    applyMapping(FIELDS, native, event, context.limits);
    if (line.envelope?.host !== undefined) event.host = { name: line.envelope.host };
    native['priority'] = priority;
    native['output'] = output;
    native['CommandLine'] ??= native['command'] ?? native['cmdline'];
    native['User'] ??= native['user'];
    return { event, native, logsource: { product: 'linux', service: 'falco' } };
  },
};

/** Values hold spaces and run to the next name. */
function readPairs(text: string, native: DecodedBody['native']): void {
  let name: string | undefined;
  let from = 0;
  let count = 0;
  const put = (end: number): void => {
    const value = text.slice(from, end);
    if (name !== undefined && value !== '' && value !== '<NA>') native[name] ??= value;
  };
  for (const match of text.slice(0, 32_768).matchAll(NAME)) {
    if (++count > 128) break;
    put(match.index);
    name = match[1] as string;
    from = match.index + match[0].length;
  }
  put(text.length);
}
