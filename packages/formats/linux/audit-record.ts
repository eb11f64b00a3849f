import { newMap } from '../event/native.ts';

/** One line of an audit log. */
export interface AuditRecord {
  readonly type: string;
  /** `time:serial` as written; records that share it (and the node) are one event. */
  readonly stamp: string;
  readonly node: string;
  /** Values with quotes removed and hex decoded; upper-case names are the interpreted ones of `log_format=ENRICHED`. */
  readonly fields: Record<string, string>;
}

/** Fields that the kernel writes with `audit_log_untrustedstring`: quoted, or bare hex when they hold odd bytes. */
const UNTRUSTED = new Set([
  'exe',
  'comm',
  'cwd',
  'name',
  'proctitle',
  'key',
  'acct',
  'cmd',
  'data',
  'path',
  'dir',
  'file',
  'ocomm',
  'terminal',
  'vm',
  'device',
  'unit',
  'sw',
  'old',
  'new',
  'dev',
  'grp',
  'root_dir',
  'watch',
  'exec',
  'op',
  'hostname',
  'addr',
]);

/**
 * Reads one audit line: `[node=N ]type=T msg=audit(S.mmm:SERIAL): k=v …`; also the kernel's own form
 * (`audit: type=1300 audit(…): …`) and what audisp and auoms put into syslog (`type=T audit(…): …`).
 */
export function readAuditRecord(text: string): AuditRecord | undefined {
  let at = 0;
  let node = '';
  if (text.startsWith('node=')) {
    const end = text.indexOf(' ');
    if (end < 0) return undefined;
    node = text.slice(5, end);
    at = end + 1;
  }
  if (!text.startsWith('type=', at)) return undefined;
  const typeEnd = text.indexOf(' ', at);
  if (typeEnd < 0 || typeEnd - at > 64) return undefined;
  const type = text.slice(at + 5, typeEnd);
  at = typeEnd + 1;
  if (text.startsWith('msg=', at)) at += 4;
  if (!text.startsWith('audit(', at)) return undefined;
  const close = text.indexOf(')', at);
  if (close < 0 || close - at > 48) return undefined;
  const stamp = text.slice(at + 6, close);
  at = close + 1;
  if (text.charCodeAt(at) === 58) at += 1;
  const fields = newMap<string>();
  readFields(text, at, fields, type);
  return { type: typeName(type), stamp, node, fields };
}

/** Kernel messages name the type by number (linux/audit.h). */
const TYPE_NAMES: Record<string, string> = {
  '1100': 'USER_AUTH', '1101': 'USER_ACCT', '1103': 'CRED_ACQ', '1104': 'CRED_DISP', '1105': 'USER_START',
  '1106': 'USER_END', '1107': 'USER_AVC', '1112': 'USER_LOGIN', '1130': 'SERVICE_START', '1131': 'SERVICE_STOP',
  '1300': 'SYSCALL', '1302': 'PATH', '1303': 'IPC', '1304': 'SOCKETCALL', '1305': 'CONFIG_CHANGE', '1306': 'SOCKADDR',
  '1307': 'CWD', '1309': 'EXECVE', '1318': 'OBJ_PID', '1319': 'TTY', '1320': 'EOE', '1321': 'BPRM_FCAPS',
  '1325': 'NETFILTER_CFG', '1326': 'SECCOMP', '1327': 'PROCTITLE', '1330': 'KERN_MODULE', '1334': 'BPF',
  '1400': 'AVC', '1403': 'MAC_POLICY_LOAD', '1404': 'MAC_STATUS', '1700': 'ANOM_PROMISCUOUS', '1701': 'ANOM_ABEND',
}; // biome-ignore format: one table

function typeName(type: string): string {
  const unknown = /^UNKNOWN\[(\d+)\]$/.exec(type)?.[1];
  return TYPE_NAMES[unknown ?? type] ?? type;
}

/** `k=v` pairs; values may be bare, `"…"`, `'…'` (which holds pairs of its own) or `{ a b }`. */
function readFields(text: string, start: number, fields: Record<string, string>, type: string): void {
  const length = text.length;
  let at = start;
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 29 || code === 44) {
      at += 1;
      continue;
    }
    let equals = at;
    while (equals < length) {
      const next = text.charCodeAt(equals);
      if (next === 61 || next === 32 || next === 29) break;
      equals += 1;
    }
    if (text.charCodeAt(equals) !== 61) {
      readWord(text, at, equals, fields);
      at = equals + 1;
      continue;
    }
    const name = text.slice(at, equals);
    at = readValue(text, equals + 1, name, fields, type);
  }
}

/** `avc:  denied  { read } for  pid=…` puts its verdict in words. */
function readWord(text: string, start: number, end: number, fields: Record<string, string>): void {
  const word = text.slice(start, end);
  if (word === 'denied' || word === 'granted') fields['seresult'] = word;
  else if (word === '{') {
    const close = text.indexOf(' }', end);
    if (close > 0 && close - end < 512) fields['seperms'] = text.slice(end + 1, close);
  }
}

function readValue(text: string, start: number, name: string, fields: Record<string, string>, type: string): number {
  const code = text.charCodeAt(start);
  let end: number;
  if (code === 34) {
    end = text.indexOf('"', start + 1);
    if (end < 0) end = text.length;
    fields[name] = text.slice(start + 1, end);
    return end + 1;
  }
  if (code === 39) {
    end = text.lastIndexOf("'");
    if (end <= start) end = text.length;
    readFields(text.slice(start + 1, end), 0, fields, type);
    return end + 1;
  }
  if (code === 91) {
    end = text.indexOf('"]', start);
    end = end < 0 ? spaceAfter(text, start) : end + 2;
  } else if (name === 'proctitle' && !isHex(text.slice(start, spaceAfter(text, start)))) {
    // auoms and `ausearch -i` write the title out, spaces and all, up to the next field they add themselves.
    const next = text.indexOf(' redactors=', start);
    end = next < 0 ? text.length : next;
  } else {
    end = spaceAfter(text, start);
  }
  const value = text.slice(start, end);
  if ((UNTRUSTED.has(name) || (type === 'EXECVE' && isArgument(name))) && isHex(value))
    fields[name] = fromHex(value, name);
  else fields[name] = value;
  return end;
}

function spaceAfter(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 29) break;
  }
  return at;
}

/** `a0`, `a12`, and `a2[1]` of an argument split over records. */
function isArgument(name: string): boolean {
  return name.charCodeAt(0) === 97 && /^a\d+(\[\d+\])?$/.test(name);
}

function isHex(value: string): boolean {
  return value.length >= 2 && value.length % 2 === 0 && /^[0-9A-F]+$/.test(value);
}

/** NUL separates arguments in a process title and keys are separated by SOH. */
function fromHex(value: string, name: string): string {
  const text = Buffer.from(value, 'hex').toString('utf8');
  if (name === 'key') return text.replaceAll('\u0001', ',');
  return text.replace(/\0+$/, '').replaceAll('\0', ' ');
}
