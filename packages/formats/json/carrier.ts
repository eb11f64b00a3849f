import type { Decoded, EcsEvent, Reject } from '@haechi/event';
import type { DecodeContext, Sink } from '../decoder.ts';
import { newMap } from '../event/native.ts';
import { bareEnvelope, type Envelope } from '../syslog/envelope.ts';
import { facilityCode, severityCode } from '../syslog/priority.ts';
import { anyTime } from '../time/parse.ts';
import { isObject, type JsonObject, type JsonValue, numberAt, objectAt, textAt } from './value.ts';

/** A log line that travelled inside a JSON object: what it said, and what the carrier knows of where it came from. */
export interface Carried {
  readonly text: string;
  readonly envelope: Envelope | undefined;
  /** Whether the carrier is a good record itself, to be kept when no specific decoder knows the line. */
  readonly optional: boolean;
  readonly host?: string;
  readonly path?: string;
  readonly agent?: string;
  readonly container?: { id?: string; name?: string };
  readonly namespace?: string;
}

function envelope(parts: Partial<Envelope>): Envelope {
  return { ...bareEnvelope(), ...parts };
}

/** Azure's Syslog table (Log Analytics): one syslog message with its header in columns. */
function azureSyslog(value: JsonObject, context: DecodeContext): Carried | undefined {
  const text = textAt(value, 'SyslogMessage');
  if (text === undefined) return undefined;
  const facility = facilityCode(textAt(value, 'Facility') ?? '');
  const severity = severityCode(textAt(value, 'SeverityLevel') ?? '');
  const host = textAt(value, 'HostName') ?? textAt(value, 'Computer');
  return {
    text,
    optional: false,
    envelope: envelope({
      priority: facility === undefined || severity === undefined ? undefined : facility * 8 + severity,
      time: anyTime(value['EventTime'] ?? value['TimeGenerated'], context),
      host,
      app: textAt(value, 'ProcessName'),
      pid: numberAt(value, 'ProcessID')?.toString(),
    }),
  };
}

/** `journalctl -o json` (systemd.journal-fields(7)). */
function journal(value: JsonObject): Carried | undefined {
  const text = textAt(value, 'MESSAGE');
  if (text === undefined || value['__REALTIME_TIMESTAMP'] === undefined) return undefined;
  const facility = numberAt(value, 'SYSLOG_FACILITY') ?? 1;
  const severity = numberAt(value, 'PRIORITY');
  const micros = numberAt(value, '_SOURCE_REALTIME_TIMESTAMP') ?? numberAt(value, '__REALTIME_TIMESTAMP');
  return {
    text,
    optional: false,
    envelope: envelope({
      priority: severity === undefined ? undefined : facility * 8 + severity,
      time: micros === undefined ? Number.NaN : micros / 1000,
      host: textAt(value, '_HOSTNAME'),
      app: textAt(value, 'SYSLOG_IDENTIFIER') ?? textAt(value, '_COMM'),
      pid: textAt(value, '_PID') ?? textAt(value, 'SYSLOG_PID'),
    }),
  };
}

/** Docker's json-file driver and CRI readers: `{"log": "…\n", "stream": "stdout", "time": …}`. */
function container(value: JsonObject): Carried | undefined {
  const text = value['log'];
  if (typeof text !== 'string' || text.trim() === '' || typeof value['stream'] !== 'string') return undefined;
  const kubernetes = objectAt(value, 'kubernetes');
  const id = textAt(kubernetes, 'docker_id') ?? textAt(value, 'container_id');
  const name = textAt(kubernetes, 'container_name') ?? textAt(value, 'container_name');
  const namespace = textAt(kubernetes, 'namespace_name');
  const host = textAt(kubernetes, 'host');
  return {
    text: text.replace(/\r?\n$/, ''),
    optional: false,
    envelope: undefined,
    container: { ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name }) },
    ...(namespace === undefined ? {} : { namespace }),
    ...(host === undefined ? {} : { host }),
  };
}

/** Fluent Bit's tail and the Fluentd of old: the line in `log`, and no more about it than where it came from. */
function tailed(value: JsonObject): Carried | undefined {
  const text = value['log'];
  if (typeof text !== 'string' || text.trim() === '' || value['message'] !== undefined) return undefined;
  const host = textAt(value, 'host') ?? textAt(value, 'hostname');
  const path = textAt(value, 'filename') ?? textAt(value, 'path') ?? textAt(value, 'file');
  return {
    text: text.replace(/\r?\n$/, ''),
    optional: true,
    envelope: undefined,
    ...(host === undefined ? {} : { host }),
    ...(path === undefined ? {} : { path }),
  };
}

/** Filebeat, Elastic Agent, Fluent Bit and Vector with a raw line in `message` and nothing decoded yet. */
function shipper(value: JsonObject): Carried | undefined {
  const text = textAt(value, 'message');
  if (text === undefined) return undefined;
  const event = objectAt(value, 'event');
  if (event?.['category'] !== undefined || isObject(value['winlog'])) return undefined;
  const agent = objectAt(value, 'agent');
  const file = objectAt(objectAt(value, 'log') ?? newMap(), 'file');
  const path = textAt(file, 'path') ?? textAt(value, 'file') ?? textAt(value, 'source');
  // Logstash marks what went through it with `@version`.
  const marked = value['source_type'] !== undefined || value['@version'] !== undefined;
  if (agent === undefined && path === undefined && !marked) return undefined;
  const hostObject = objectAt(value, 'host');
  const host = textAt(hostObject, 'name') ?? textAt(hostObject, 'hostname') ?? textAt(value, 'host');
  const type = textAt(agent, 'type');
  return {
    text,
    optional: true,
    envelope: undefined,
    ...(host === undefined ? {} : { host }),
    ...(path === undefined ? {} : { path }),
    ...(type === undefined ? {} : { agent: type }),
  };
}

/** The line inside a carrier, or `undefined` when the object is a record itself. */
export function carriedLine(value: JsonObject, context: DecodeContext): Carried | undefined {
  return azureSyslog(value, context) ?? journal(value) ?? container(value) ?? shipper(value) ?? tailed(value);
}

/** The records of a CloudWatch Logs batch (`logEvents`) or the one of an EventBridge event (`detail`). */
export function carriedRecords(value: JsonObject): JsonValue[] | undefined {
  const batch = value['logEvents'];
  if (Array.isArray(batch) && value['logGroup'] !== undefined) {
    const messages: JsonValue[] = [];
    for (const item of batch) {
      const message = isObject(item) ? textAt(item, 'message') : undefined;
      if (message !== undefined) messages.push(message);
    }
    return messages;
  }
  const detail = objectAt(value, 'detail');
  return detail !== undefined && value['detail-type'] !== undefined ? [detail] : undefined;
}

/** Adds what the carrier knew to each event made from its line, and keeps the carrier as the raw record. */
export class CarrierSink implements Sink {
  private readonly carried: Carried;
  private readonly raw: string;
  private readonly sink: Sink;

  constructor(carried: Carried, raw: string, sink: Sink) {
    this.carried = carried;
    this.raw = raw;
    this.sink = sink;
  }

  event(decoded: Decoded): void {
    addCarrier(decoded.event, this.carried);
    this.sink.event({ ...decoded, raw: decoded.raw.includes('\n') ? decoded.raw : this.raw });
  }

  reject(reject: Reject): void {
    this.sink.reject(reject);
  }
}

function addCarrier(event: EcsEvent, carried: Carried): void {
  if (carried.host !== undefined) event.host ??= { name: carried.host, hostname: carried.host };
  if (carried.path !== undefined) event.log = { ...event.log, file: { path: carried.path } };
  if (carried.agent !== undefined) event.agent ??= { type: carried.agent };
  if (carried.container !== undefined) event.container ??= carried.container;
  if (carried.namespace !== undefined) event.orchestrator ??= { type: 'kubernetes', namespace: carried.namespace };
}
