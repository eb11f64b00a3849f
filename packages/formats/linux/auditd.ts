import type { DecodeContext, DecodedBody, Line } from '../decoder.ts';
import type { Envelope } from '../syslog/envelope.ts';
import { auditEvent } from './audit-event.ts';
import { type AuditRecord, readAuditRecord } from './audit-record.ts';

/** An audit event whose records are still coming in. */
interface OpenEvent {
  readonly key: string;
  /** Number of the first line. */
  readonly record: number;
  readonly envelope: Envelope | undefined;
  readonly records: AuditRecord[];
  readonly lines: string[];
  chars: number;
}

/** A finished audit event. */
export interface JoinedAudit {
  readonly record: number;
  readonly raw: string;
  readonly body: DecodedBody;
}

/** Record types that the kernel emits together with others of the same serial. */
const COMPOUND = new Set([
  'SYSCALL',
  'EXECVE',
  'PATH',
  'CWD',
  'SOCKADDR',
  'PROCTITLE',
  'BPRM_FCAPS',
  'CAPSET',
  'MMAP',
  'IPC',
  'IPC_SET_PERM',
  'OBJ_PID',
  'FD_PAIR',
  'SOCKETCALL',
  'AVC',
  'NETFILTER_CFG',
  'KERN_MODULE',
  'MQ_OPEN',
  'MQ_SENDRECV',
  'MQ_NOTIFY',
  'MQ_GETSETATTR',
  'BPF',
  'OPENAT2',
  'TIME_INJOFFSET',
  'TIME_ADJNTPVAL',
  'MAC_STATUS',
  'MAC_POLICY_LOAD',
  'URINGOP',
  'FANOTIFY',
  'EOE',
  'CONFIG_CHANGE',
  'SELINUX_ERR',
  'ANOM_PROMISCUOUS',
  'USER_DEVICE',
  'TTY',
  'LOGIN',
  'SECCOMP',
]);

/** Prefilter of {@link AuditJoiner.line}: never false for a line it would take. */
export function isAuditLine(line: Line): boolean {
  const at = auditStart(line);
  return at.startsWith('type=') || at.startsWith('node=');
}

/** The kernel prints `audit: type=…`, and with time stamps `[ 12.345] audit: type=…`. */
function auditStart(line: Line): string {
  const text = line.text;
  if (text.startsWith('audit: ')) return text.slice(7);
  if (text.charCodeAt(0) !== 91) return text;
  const at = text.indexOf('] audit: ');
  return at > 0 && at < 32 ? text.slice(at + 9) : text;
}

/**
 * Joins the records of one audit event (same node, time and serial). Events may be interleaved, as auditd writes them
 * when several CPUs report at once. An event ends with its EOE or PROCTITLE record, when too many others are open, or
 * with {@link AuditJoiner.flush}; a type that always comes alone ends at once.
 */
export class AuditJoiner {
  private readonly open = new Map<string, OpenEvent>();
  /** Events that ended with the last call; read and cleared by the caller. */
  readonly done: JoinedAudit[] = [];

  /** Takes a line; answers whether it was an audit record. */
  line(line: Line, record: number, context: DecodeContext): boolean {
    const read = readAuditRecord(auditStart(line));
    if (read === undefined) return false;
    if (!COMPOUND.has(read.type)) {
      this.done.push({ record, raw: line.raw, body: auditEvent([read], line.envelope, context) });
      return true;
    }
    const key = `${read.node}\u0000${line.envelope?.host ?? ''}\u0000${read.stamp}`;
    let event = this.open.get(key);
    if (event === undefined) {
      if (this.open.size >= context.limits.openEvents) this.endOldest(context);
      event = { key, record, envelope: line.envelope, records: [], lines: [], chars: 0 };
      this.open.set(key, event);
    }
    event.records.push(read);
    event.lines.push(line.raw);
    event.chars += line.raw.length;
    const full = event.lines.length >= context.limits.joinedLines || event.chars >= context.limits.recordChars;
    if (read.type === 'EOE' || read.type === 'PROCTITLE' || full) this.end(event, context);
    return true;
  }

  /** Ends all open events, oldest first. */
  flush(context: DecodeContext): void {
    for (const event of this.open.values()) this.end(event, context);
  }

  private endOldest(context: DecodeContext): void {
    for (const event of this.open.values()) {
      this.end(event, context);
      return;
    }
  }

  private end(event: OpenEvent, context: DecodeContext): void {
    this.open.delete(event.key);
    const records = event.records.length > 1 ? event.records.filter((record) => record.type !== 'EOE') : event.records;
    this.done.push({
      record: event.record,
      raw: event.lines.join('\n'),
      body: auditEvent(records, event.envelope, context),
    });
  }
}
