import type { EcsEvent, EcsHash, EcsProcess, NativeView } from '@haechi/event';
import { canonicalIp, portOf } from '../event/address.ts';
import { textField } from './fields.ts';
import { fileOf, hashesOf, userOf } from './values.ts';

type Kind = readonly [category: string, type: string, action: string];

/** Sysmon events by id: category, type and action in the words of Elastic's integration. */
const KINDS: Record<number, Kind> = {
  1: ['process', 'start', 'process-created'],
  2: ['file', 'change', 'file-creation-time-changed'],
  3: ['network', 'connection', 'network-connection'],
  4: ['process', 'change', 'sysmon-state-changed'],
  5: ['process', 'end', 'process-terminated'],
  6: ['driver', 'start', 'driver-loaded'],
  7: ['library', 'start', 'image-loaded'],
  8: ['process', 'change', 'create-remote-thread'],
  9: ['process', 'access', 'raw-access-read'],
  10: ['process', 'access', 'process-accessed'],
  11: ['file', 'creation', 'file-created'],
  12: ['registry', 'change', 'registry-object-added-or-deleted'],
  13: ['registry', 'change', 'registry-value-set'],
  14: ['registry', 'change', 'registry-object-renamed'],
  15: ['file', 'creation', 'file-stream-created'],
  16: ['configuration', 'change', 'sysmon-configuration-changed'],
  17: ['file', 'creation', 'pipe-created'],
  18: ['file', 'access', 'pipe-connected'],
  19: ['process', 'creation', 'wmi-filter'],
  20: ['process', 'creation', 'wmi-consumer'],
  21: ['process', 'creation', 'wmi-binding'],
  22: ['network', 'protocol', 'dns-query'],
  23: ['file', 'deletion', 'file-deleted'],
  24: ['host', 'change', 'clipboard-changed'],
  25: ['process', 'change', 'process-tampering'],
  26: ['file', 'deletion', 'file-delete-detected'],
  27: ['file', 'denied', 'file-block-executable'],
  28: ['file', 'denied', 'file-block-shredding'],
  29: ['file', 'creation', 'file-executable-detected'],
  255: ['process', 'error', 'sysmon-error'],
};

/** Fills ECS from a Sysmon event (Sysmon for Windows and for Linux name their fields alike). */
export function addSysmon(event: EcsEvent, eventId: number | undefined, native: NativeView): void {
  const kind = eventId === undefined ? undefined : KINDS[eventId];
  if (kind !== undefined) {
    event.event.category = [kind[0]];
    event.event.type = [kind[1]];
    event.event.action = kind[2];
  }
  const user = userOf(textField(native, 'User') ?? textField(native, 'SourceUser'));
  if (user !== undefined) event.user = user;
  const process = processOf(native, eventId === 8 || eventId === 10 ? 'Source' : '');
  if (process !== undefined) {
    event.process = process;
    const parent = processOf(native, 'Parent');
    if (parent !== undefined) event.process.parent = parent;
  }
  const hash = hashesOf(textField(native, 'Hashes') ?? textField(native, 'Hash'));
  addSubject(event, native, eventId, hash);
  const rule = textField(native, 'RuleName');
  if (rule !== undefined) event.rule = { name: rule };
}

function addSubject(event: EcsEvent, native: NativeView, eventId: number | undefined, hash: EcsHash | undefined): void {
  if (eventId === 3) addConnection(event, native);
  else if (eventId === 22) addQuery(event, native);
  else if (eventId === 6 || eventId === 7) {
    const path = textField(native, 'ImageLoaded');
    if (path !== undefined) {
      event.dll = { path, name: fileOf(path).name as string };
      if (hash !== undefined) event.dll.hash = hash;
    }
    return;
  } else if (eventId === 12 || eventId === 13 || eventId === 14) addRegistry(event, native);
  const target = textField(native, 'TargetFilename') ?? textField(native, 'PipeName');
  if (target !== undefined) {
    event.file = fileOf(target);
    if (hash !== undefined) event.file.hash = hash;
  } else if (hash !== undefined && event.process !== undefined) event.process.hash = hash;
}

/** `ProcessGuid`, `ProcessId`, `Image`, `CommandLine` with a prefix: `''`, `Parent` or `Source`. */
function processOf(native: NativeView, prefix: string): EcsProcess | undefined {
  const image = textField(native, `${prefix}Image`);
  const pid = Number(native[`${prefix}ProcessId`]);
  const id = textField(native, `${prefix}ProcessGuid`) ?? textField(native, `${prefix}ProcessGUID`);
  const commandLine = textField(native, `${prefix}CommandLine`);
  if (image === undefined && commandLine === undefined && !(pid >= 0)) return undefined;
  const process: EcsProcess = {};
  if (pid >= 0) process.pid = pid;
  if (id !== undefined) process.entity_id = id;
  if (image !== undefined) {
    process.executable = image;
    process.name = fileOf(image).name as string;
  }
  if (commandLine !== undefined) process.command_line = commandLine;
  if (prefix === '') {
    const directory = textField(native, 'CurrentDirectory');
    if (directory !== undefined) process.working_directory = directory;
  }
  if (prefix === 'Parent') {
    const user = userOf(textField(native, 'ParentUser'));
    if (user !== undefined) process.user = user;
  }
  return process;
}

function addConnection(event: EcsEvent, native: NativeView): void {
  event.source = endpoint(native, 'Source');
  event.destination = endpoint(native, 'Destination');
  const transport = textField(native, 'Protocol')?.toLowerCase();
  event.network = {
    ...(transport === undefined ? {} : { transport }),
    type: String(native['DestinationIsIpv6']) === 'true' ? 'ipv6' : 'ipv4',
    direction: String(native['Initiated']) === 'true' ? 'egress' : 'ingress',
  };
}

function endpoint(native: NativeView, side: string): NonNullable<EcsEvent['source']> {
  const text = textField(native, `${side}Ip`);
  const ip = text === undefined ? undefined : canonicalIp(text);
  const port = portOf(native[`${side}Port`]);
  const domain = textField(native, `${side}Hostname`);
  return {
    ...(ip === undefined ? {} : { ip }),
    ...(port === undefined ? {} : { port }),
    ...(domain === undefined ? {} : { domain }),
  };
}

function addQuery(event: EcsEvent, native: NativeView): void {
  const name = textField(native, 'QueryName');
  if (name === undefined) return;
  event.dns = { question: { name }, type: 'query' };
  event.network = { protocol: 'dns' };
  const status = textField(native, 'QueryStatus');
  if (status !== undefined) event.dns.response_code = status;
  const results = textField(native, 'QueryResults');
  if (results === undefined) return;
  const addresses: string[] = [];
  for (const item of results.split(';').slice(0, 64)) {
    const ip = canonicalIp(item.trim());
    if (ip !== undefined) addresses.push(ip);
  }
  if (addresses.length > 0) event.dns.resolved_ip = addresses;
}

function addRegistry(event: EcsEvent, native: NativeView): void {
  const path = textField(native, 'TargetObject');
  if (path === undefined) return;
  const slash = path.lastIndexOf('\\');
  const first = path.indexOf('\\');
  event.registry = { path, value: path.slice(slash + 1) };
  if (first > 0) event.registry.hive = path.slice(0, first);
  if (slash > first) event.registry.key = path.slice(first + 1, slash);
  const details = textField(native, 'Details');
  if (details !== undefined) event.registry.data = { strings: [details] };
  const kind = textField(native, 'EventType');
  if (kind?.startsWith('Delete')) event.event.type = ['deletion'];
  else if (kind?.startsWith('Create')) event.event.type = ['creation'];
}
