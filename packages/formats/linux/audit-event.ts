import type { EcsEvent, NativeView } from '@haechi/event';
import type { DecodeContext, DecodedBody } from '../decoder.ts';
import { canonicalIp } from '../event/address.ts';
import { newNative } from '../event/native.ts';
import { addSyslog, newEvent } from '../event/new-event.ts';
import type { Envelope } from '../syslog/envelope.ts';
import { addAuditCategory } from './audit-category.ts';
import type { AuditRecord } from './audit-record.ts';
import { readSocketAddress } from './socket-address.ts';
import { syscallName } from './syscalls.ts';

/**
 * One audit event from its records.
 *
 * In the native view a name that several records use (`type`, `name`, `a0`) is an array, so that a rule on any one of
 * them (`type: EXECVE` and `a0: whoami`) sees it. An execution is also a process creation, with `Image` and
 * `CommandLine` as the rules of that category want.
 */
export function auditEvent(
  records: readonly AuditRecord[],
  envelope: Envelope | undefined,
  context: DecodeContext,
): DecodedBody {
  const head = records[0] as AuditRecord;
  const stamp = head.stamp;
  const colon = stamp.indexOf(':');
  const time = Number(colon < 0 ? stamp : stamp.slice(0, colon)) * 1000;
  const event = newEvent(
    Number.isFinite(time) && time > 0 ? time : (envelope?.time ?? Number.NaN),
    context,
    'auditd.log',
  );
  const native = newNative();
  for (const record of records) {
    add(native, 'type', record.type);
    for (const name in record.fields) add(native, name, record.fields[name] as string);
  }
  addTranslations(native, records);
  if (envelope !== undefined) addSyslog(event, envelope);
  const host = head.node !== '' ? head.node : (head.fields['node'] ?? envelope?.host);
  if (host !== undefined) {
    event.host = { name: host, hostname: host, os: { type: 'linux' } };
    native['host'] ??= host;
  }
  event.auditd = { message_type: head.type.toLowerCase() };
  if (colon >= 0) event.auditd.sequence = Number(stamp.slice(colon + 1)) || 0;
  addSubject(event, native);
  addProcess(event, native, records);
  addObjects(event, native, records);
  addAuditCategory(event, native, records);
  const execution = records.find((record) => record.type === 'EXECVE' || record.type === 'AUOMS_EXECVE');
  const logsource =
    execution === undefined
      ? { product: 'linux', service: 'auditd' }
      : { product: 'linux', service: 'auditd', category: 'process_creation' };
  if (execution !== undefined) addProcessCreation(event, native);
  return { event, native, logsource };
}

function add(native: NativeView, name: string, value: string): void {
  const present = native[name];
  if (present === undefined) native[name] = value;
  else if (Array.isArray(present)) {
    if (present.length < 64) present.push(value);
  } else if (present !== value) native[name] = [present, value];
}

/** The system call's name stands in `SYSCALL` as auditd's enriched format has it, whatever the log's format is. */
function addTranslations(native: NativeView, records: readonly AuditRecord[]): void {
  for (const record of records) {
    const number = record.fields['syscall'];
    if (number === undefined || native['SYSCALL'] !== undefined) continue;
    const name = /^\d+$/.test(number) ? syscallName(record.fields['arch'] ?? '', number) : number;
    if (name !== undefined) native['SYSCALL'] = name;
  }
}

/** First of a native value that may be an array. */
function firstOf(native: NativeView, name: string): string | undefined {
  const value = native[name];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' && first !== '?' && first !== '(null)' && first !== '(none)'
    ? first
    : undefined;
}

function addSubject(event: EcsEvent, native: NativeView): void {
  const uid = firstOf(native, 'uid');
  const euid = firstOf(native, 'euid');
  const acct = firstOf(native, 'acct');
  const name = firstOf(native, 'UID') ?? firstOf(native, 'user') ?? firstOf(native, 'AUID');
  const effective = firstOf(native, 'EUID') ?? firstOf(native, 'effective_user');
  if (uid !== undefined || name !== undefined || acct !== undefined) {
    event.user = {};
    if (uid !== undefined && acct === undefined) event.user.id = uid;
    const shown = acct ?? name;
    if (shown !== undefined) event.user.name = shown;
    if (euid !== undefined && euid !== uid)
      event.user.effective = { id: euid, ...(effective === undefined ? {} : { name: effective }) };
  }
  const auditd = event.auditd as NonNullable<EcsEvent['auditd']>;
  const auid = firstOf(native, 'auid');
  const session = firstOf(native, 'ses');
  const key = firstOf(native, 'key');
  if (auid !== undefined) auditd.auid = auid;
  if (session !== undefined) auditd.session = session;
  if (key !== undefined) auditd.key = key;
  const result = firstOf(native, 'success') ?? firstOf(native, 'res') ?? firstOf(native, 'seresult');
  if (result === undefined) return;
  auditd.result = result;
  const good = result === 'yes' || result === 'success' || result === '1' || result === 'granted';
  event.event.outcome = good ? 'success' : 'failure';
}

function addProcess(event: EcsEvent, native: NativeView, records: readonly AuditRecord[]): void {
  const pid = Number(firstOf(native, 'pid'));
  const parent = Number(firstOf(native, 'ppid'));
  const executable = firstOf(native, 'exe');
  const comm = firstOf(native, 'comm');
  if (Number.isNaN(pid) && executable === undefined && comm === undefined) return;
  const process: NonNullable<EcsEvent['process']> = {};
  if (!Number.isNaN(pid)) process.pid = pid;
  if (!Number.isNaN(parent)) process.parent = { pid: parent };
  if (executable !== undefined) process.executable = executable;
  const name = comm ?? executable?.slice(executable.lastIndexOf('/') + 1);
  if (name !== undefined) process.name = name;
  const directory = firstOf(native, 'cwd');
  if (directory !== undefined) process.working_directory = directory;
  const args = argumentsOf(records);
  const title = firstOf(native, 'proctitle');
  const command = firstOf(native, 'cmd') ?? firstOf(native, 'cmdline');
  if (args.length > 0) {
    process.args = args;
    process.command_line = args.join(' ');
  } else if (command !== undefined) process.command_line = command;
  else if (title !== undefined) process.command_line = title;
  if (title !== undefined) process.title = title;
  event.process = process;
}

/** Arguments of all EXECVE records: `a0 a1 …`, an oversized one as `a1[0] a1[1] …`. */
function argumentsOf(records: readonly AuditRecord[]): string[] {
  const args: string[] = [];
  for (const record of records) {
    if (record.type !== 'EXECVE') continue;
    for (const name in record.fields) {
      const match = /^a(\d{1,5})(\[\d+\])?$/.exec(name);
      if (match === null) continue;
      const index = Number(match[1]);
      if (index > 4096) continue;
      const value = record.fields[name] as string;
      args[index] = match[2] === undefined || args[index] === undefined ? value : args[index] + value;
    }
  }
  return args.filter((value) => value !== undefined);
}

function addObjects(event: EcsEvent, native: NativeView, records: readonly AuditRecord[]): void {
  const paths = records.filter((record) => record.type === 'PATH' && record.fields['name'] !== undefined);
  // The object itself comes after its directory (nametype=PARENT).
  const path = paths.find((record) => record.fields['nametype'] !== 'PARENT') ?? paths[0];
  const name = path?.fields['name'] ?? (native['path_name'] === undefined ? undefined : firstOf(native, 'name'));
  if (name !== undefined && name !== '(null)') {
    const slash = name.lastIndexOf('/');
    event.file = { path: name, name: name.slice(slash + 1) };
    if (slash > 0) event.file.directory = name.slice(0, slash);
    if (path?.fields['inode'] !== undefined) event.file.inode = path.fields['inode'];
    if (path?.fields['mode'] !== undefined) event.file.mode = path.fields['mode'];
  }
  const raw = firstOf(native, 'saddr');
  const socket = raw === undefined ? undefined : readSocketAddress(raw);
  if (socket?.ip !== undefined) {
    event.destination = { ip: socket.ip, port: socket.port as number };
    native['laddr'] ??= socket.ip;
  } else if (socket?.path !== undefined) {
    native['socket_path'] = socket.path;
  }
  const remote = firstOf(native, 'addr');
  const ip = remote === undefined ? undefined : canonicalIp(remote);
  if (ip !== undefined) event.source = { ip };
  const unit = firstOf(native, 'unit');
  if (unit !== undefined) event.service = { name: unit };
}

function addProcessCreation(event: EcsEvent, native: NativeView): void {
  const process = event.process;
  if (process?.executable !== undefined) native['Image'] = process.executable;
  if (process?.command_line !== undefined) native['CommandLine'] = process.command_line;
  if (process?.working_directory !== undefined) native['CurrentDirectory'] = process.working_directory;
  if (process?.pid !== undefined) native['ProcessId'] = process.pid;
  if (process?.parent?.pid !== undefined) native['ParentProcessId'] = process.parent.pid;
  const user = event.user?.name ?? event.user?.id;
  if (user !== undefined) native['User'] = user;
}
