import type { Decoded } from '@haechi/event';
import type {
  DecodeContext,
  DecodedBody,
  FirstDecoder,
  Line,
  LineDecoder,
  ObjectDecoder,
  RejectReason,
  Sink,
} from './decoder.ts';
import type { Decoding } from './decoding.ts';
import { isBinary } from './event/binary.ts';
import { type Carried, CarrierSink, carriedLine, carriedRecords } from './json/carrier.ts';
import { isObject, isTooDeep, type JsonObject, type JsonValue, parseJson } from './json/value.ts';
import { wrappedRecords } from './json/wrapper.ts';
import { AuditJoiner, isAuditLine } from './linux/auditd.ts';
import { LINE_DECODERS, OBJECT_DECODERS, SPECIFIC } from './registry.ts';
import { BlockJoiner, type JoinedBlock } from './stream/block-joiner.ts';
import { bareEnvelope, type Envelope, splitLine } from './syslog/envelope.ts';
import { TraceJoiner } from './syslog/trace.ts';
import { isDirective, tableOf } from './table/choose-table.ts';
import type { Table } from './table/table.ts';
import { EventXmlJoiner, isEventXml } from './windows/event-xml.ts';

/** Carriers inside carriers (a syslog line in a Docker line in a CloudWatch batch): honest pipelines stay below. */
const MAX_CARRIED = 4;

/** Programs of one stream whose decoder is remembered: a host runs fewer that log. */
const MAX_PROGRAMS = 256;

/**
 * See {@link Decoding}. The specific decoder that took the last line of the same program is tried first, and for lines
 * that name no program the last one: most streams hold one format, or the logs of one host.
 */
export class StreamDecoding implements Decoding {
  private readonly context: DecodeContext;
  private readonly format: string | undefined;
  private readonly lineDecoders: readonly LineDecoder[];
  private readonly objectDecoders: readonly ObjectDecoder[];
  private readonly audit = new AuditJoiner();
  private readonly xml = new EventXmlJoiner();
  private readonly trace = new TraceJoiner();
  private readonly blocks = new BlockJoiner();
  private readonly first: FirstDecoder | undefined;
  /** While the lines of a block that was none are decoded. */
  private isTakenApart = false;
  private table: Table | undefined;
  private lastLine: LineDecoder | undefined;
  private readonly lastOfProgram = new Map<string, LineDecoder>();
  private lastObject: ObjectDecoder | undefined;

  /**
   * @param table the table that the stream is known to be, its header read.
   * @param first is asked for each line before all others.
   */
  constructor(context: DecodeContext, format: string | undefined, table?: Table, first?: FirstDecoder) {
    this.context = context;
    this.table = table;
    this.first = first;
    this.format = format;
    this.lineDecoders = format === undefined ? LINE_DECODERS : LINE_DECODERS.filter((one) => one.name === format);
    this.objectDecoders = format === undefined ? OBJECT_DECODERS : OBJECT_DECODERS.filter((one) => one.name === format);
  }

  line(text: string, record: number, sink: Sink, program?: string): void {
    try {
      this.text(text, record, sink, program);
    } catch {
      // A decoder must not throw; if one does, its record is kept as a reject and the stream goes on.
      this.reject('decoder_fault', record, text, sink);
    }
  }

  value(value: unknown, record: number, raw: string, sink: Sink): void {
    try {
      this.trace.end(sink);
      this.json(value as JsonValue, record, raw, undefined, 0, sink);
    } catch {
      this.reject('decoder_fault', record, raw, sink);
    }
  }

  flush(sink: Sink): void {
    this.blocks.end((block) => this.joined(block, sink));
    this.trace.end(sink);
    this.xml.flush(this.context, sink);
    this.audit.flush(this.context);
    this.drainAudit(sink);
  }

  private text(text: string, record: number, sink: Sink, program: string | undefined): void {
    if (this.xml.continues(text, this.context, sink)) {
      this.xml.line(text, record, this.context, sink);
      return;
    }
    if (program === undefined && this.joins(text, record, sink)) return;
    if (this.trace.continues(text, this.context.limits)) return;
    this.trace.end(sink);
    const code = text.charCodeAt(0);
    if (Number.isNaN(code) || (code <= 32 && text.trim() === '')) return;
    if (text.length > this.context.limits.lineChars) {
      this.reject('line_too_long', record, text, sink);
    } else if (this.first !== undefined && this.textByFirst(this.first, text, record, program)) {
      return;
    } else if ((code === 35 || isDirective(text)) && this.directive(text)) {
      return;
    } else if (this.table !== undefined && this.row(this.table, text, record, sink)) {
      return;
    } else if ((code === 123 || code === 91) && this.jsonLine(text, record, sink)) {
      return;
    } else if (code === 60 && isEventXml(text) && this.takes('windows-event-xml')) {
      this.xml.line(text, record, this.context, sink);
    } else {
      this.message(this.split(text, program), record, undefined, 0, sink);
    }
  }

  /** Whether the line is part of a record of several; not in a table, nor where another format was asked for. */
  private joins(text: string, record: number, sink: Sink): boolean {
    if (this.isTakenApart || this.table !== undefined || this.first !== undefined) return false;
    if (this.format !== undefined && this.format !== 'mysql' && this.format !== 'oracle-audit') return false;
    return this.blocks.takes(text, record, this.context.limits, (block) => this.joined(block, sink));
  }

  /** A joined record, or its lines one by one where it is none after all. */
  private joined({ decoder, record, lines, text }: JoinedBlock, sink: Sink): void {
    this.trace.end(sink);
    const raw = lines.join('\n');
    const body = decoder.decode({ raw, body: text, text, envelope: undefined }, this.context);
    if (body !== undefined) {
      this.emit(decoder.name, record, raw, body, sink);
      return;
    }
    this.isTakenApart = true;
    try {
      for (const [index, line] of lines.entries()) this.text(line, record + index, sink, undefined);
    } finally {
      this.isTakenApart = false;
    }
  }

  private split(text: string, program: string | undefined): Line {
    const line = splitLine(text, this.context);
    const bare = program !== undefined && line.envelope === undefined;
    return bare ? { ...line, envelope: { ...bareEnvelope(), app: program } } : line;
  }

  /** Of an object that carries lines, those are asked about when their turn comes, and the object never. */
  private textByFirst(first: FirstDecoder, text: string, record: number, program: string | undefined): boolean {
    const value = text.charCodeAt(0) === 123 ? parseJson(text) : undefined;
    const carried = isObject(value)
      ? (wrappedRecords(value) ?? carriedRecords(value) ?? carriedLine(value, this.context))
      : undefined;
    if (carried !== undefined) return false;
    return this.byFirst(first, this.split(text, program), record, text);
  }

  /** A line that was written for; a stack trace behind it is its own. */
  private byFirst(first: FirstDecoder, line: Line, record: number, raw: string, path?: string): boolean {
    const body = first.decode(line, record, this.context, path);
    if (body !== undefined) this.trace.begin({ decoder: first.name, record, raw, ...body });
    return body !== undefined;
  }

  /** The same for a line that an object carries; the object is the raw record. */
  private carriedByFirst(carried: Carried, record: number, raw: string, sink: Sink): boolean {
    if (this.first === undefined) return false;
    if (!this.byFirst(this.first, this.innerLine(carried, raw), record, raw, carried.path)) return false;
    this.trace.end(new CarrierSink(carried, raw, sink));
    return true;
  }

  /** A line of a table's header, or a comment in a table. */
  private directive(text: string): boolean {
    if (this.table === undefined || (isDirective(text) && !this.takesDirective(text))) {
      if (!isDirective(text)) return false;
      this.table = tableOf(text);
    }
    this.table.directive(text);
    return true;
  }

  /** Whether a directive is in the dialect of the open table: a stream may hold files of several. */
  private takesDirective(text: string): boolean {
    if (text.charCodeAt(0) !== 35) return this.table?.decoder === 'aws-vpcflow';
    return this.table?.decoder === (/^#[A-Z]/.test(text) ? 'iis-w3c' : 'zeek-tsv');
  }

  private row(table: Table, text: string, record: number, sink: Sink): boolean {
    const body = table.row(text, this.context);
    if (body === undefined) return false;
    this.emit(table.decoder, record, text, body, sink);
    return true;
  }

  /** A line that starts like JSON; false when it is something else (`[Sun Dec 04 …]`). */
  private jsonLine(text: string, record: number, sink: Sink): boolean {
    const value = parseJson(text);
    if (value === undefined) {
      if (!/^(?:\{\s*["}]|\[\s*[{[\]"])/.test(text)) return false;
      this.reject('invalid_json', record, text, sink);
      return true;
    }
    if (typeof value !== 'object' || value === null) return false;
    this.json(value, record, text, undefined, 0, sink);
    return true;
  }

  private json(
    value: JsonValue,
    record: number,
    raw: string,
    envelope: Envelope | undefined,
    carried: number,
    sink: Sink,
  ): void {
    if (isTooDeep(value, this.context.limits.jsonDepth)) {
      this.reject('json_too_deep', record, raw, sink);
    } else if (typeof value === 'string') {
      const line = splitLine(value, this.context);
      if (this.first !== undefined && this.byFirst(this.first, line, record, raw)) this.trace.end(sink);
      else this.message(line, record, undefined, carried + 1, sink);
    } else if (Array.isArray(value)) {
      this.each(value, record, carried, sink);
    } else if (!isObject(value)) {
      this.reject('not_an_object', record, raw, sink);
    } else if (this.format !== undefined || !this.carries(value, record, raw, carried, sink)) {
      this.object(value, record, raw, envelope, sink);
    }
  }

  private each(values: readonly JsonValue[], record: number, carried: number, sink: Sink): void {
    if (carried >= MAX_CARRIED || values.length > this.context.limits.carriedRecords) {
      this.reject('too_many_records', record, JSON.stringify(values[0] ?? null), sink);
      return;
    }
    for (const value of values) {
      const raw = typeof value === 'string' ? value : JSON.stringify(value);
      this.json(value, record, raw, undefined, carried + 1, sink);
    }
  }

  /** Objects that wrap or carry other records; true when what they carry was decoded in their place. */
  private carries(value: JsonObject, record: number, raw: string, carried: number, sink: Sink): boolean {
    if (carried >= MAX_CARRIED) return false;
    const records = wrappedRecords(value) ?? carriedRecords(value);
    if (records !== undefined) {
      this.each(records, record, carried, sink);
      return true;
    }
    const inner = carriedLine(value, this.context);
    if (inner === undefined) return false;
    if (this.carriedByFirst(inner, record, raw, sink)) return true;
    if (inner.optional && !this.isSpecific(inner.text)) return false;
    this.inner(inner, record, raw, carried + 1, sink);
    return true;
  }

  /** Whether a specific decoder would take the carried line: else the carrier is the better record. */
  private isSpecific(text: string): boolean {
    if (text.charCodeAt(0) === 123) return isObject(parseJson(text));
    const line = splitLine(text, this.context);
    if (isAuditLine(line)) return true;
    for (const decoder of this.lineDecoders) {
      if (decoder.confidence < SPECIFIC || !decoder.sniff(line)) continue;
      if (decoder.decode(line, this.context) !== undefined) return true;
    }
    return false;
  }

  private inner(carried: Carried, record: number, raw: string, depth: number, sink: Sink): void {
    const relay = new CarrierSink(carried, raw, sink);
    const text = carried.text;
    const value = text.charCodeAt(0) === 123 ? parseJson(text) : undefined;
    if (value !== undefined) {
      this.json(value, record, raw, carried.envelope, depth, relay);
      return;
    }
    this.message(this.innerLine(carried, raw), record, raw, depth, relay);
    this.trace.end(relay);
  }

  private innerLine(carried: Carried, raw: string): Line {
    const { text, envelope, host } = carried;
    if (envelope !== undefined) return { raw, body: text, text, envelope };
    const line = splitLine(text, this.context);
    if (line.envelope !== undefined || host === undefined || !isAuditLine(line)) return line;
    return { ...line, envelope: bareEnvelope(host) };
  }

  /** A line behind its envelope: joined records first, then JSON or XML inside, then the decoders. */
  private message(line: Line, record: number, raw: string | undefined, carried: number, sink: Sink): void {
    if (isAuditLine(line) && this.takes('auditd') && this.audit.line(line, record, this.context)) {
      this.drainAudit(sink);
      return;
    }
    const text = line.text;
    if (line.envelope !== undefined || raw !== undefined) {
      const code = text.charCodeAt(0);
      const at = code === 123 ? 0 : text.startsWith('@cee:') ? text.indexOf('{') : -1;
      const value = at < 0 ? undefined : parseJson(at === 0 ? text : text.slice(at));
      if (isObject(value) && carried < MAX_CARRIED) {
        this.json(value, record, raw ?? line.raw, line.envelope, carried + 1, sink);
        return;
      }
      if (code === 60 && isEventXml(text)) {
        this.xml.message(line, record, this.context, sink);
        return;
      }
    }
    this.decodeLine(line, record, sink);
  }

  private takes(decoder: string): boolean {
    return this.format === undefined || this.format === decoder;
  }

  private decodeLine(line: Line, record: number, sink: Sink): void {
    const program = line.envelope?.app;
    const last = (program === undefined ? undefined : this.lastOfProgram.get(program)) ?? this.lastLine;
    if (last?.sniff(line)) {
      const body = last.decode(line, this.context);
      if (body !== undefined) {
        this.emit(last.name, record, line.raw, body, sink);
        return;
      }
    }
    for (const decoder of this.lineDecoders) {
      if (decoder === last || !decoder.sniff(line)) continue;
      const body = decoder.decode(line, this.context);
      if (body === undefined) continue;
      if (decoder.confidence >= SPECIFIC) this.remember(decoder, program);
      else if (isBinary(line.raw)) break;
      if (decoder.name === 'text') this.trace.begin({ decoder: decoder.name, record, raw: line.raw, ...body });
      else this.emit(decoder.name, record, line.raw, body, sink);
      return;
    }
    this.reject(isBinary(line.raw) ? 'binary' : 'unknown_format', record, line.raw, sink);
  }

  private remember(decoder: LineDecoder, program: string | undefined): void {
    this.lastLine = decoder;
    if (program === undefined) return;
    if (this.lastOfProgram.size >= MAX_PROGRAMS) this.lastOfProgram.clear();
    this.lastOfProgram.set(program, decoder);
  }

  private object(value: JsonObject, record: number, raw: string, envelope: Envelope | undefined, sink: Sink): void {
    const last = this.lastObject;
    let name = last?.name;
    let body = last?.sniff(value) ? last.decode(value, this.context) : undefined;
    for (let i = 0; body === undefined && i < this.objectDecoders.length; i++) {
      const decoder = this.objectDecoders[i] as ObjectDecoder;
      if (decoder === last || !decoder.sniff(value)) continue;
      body = decoder.decode(value, this.context);
      name = decoder.name;
      if (body !== undefined && decoder.confidence >= SPECIFIC) this.lastObject = decoder;
    }
    if (body === undefined) {
      this.reject('unknown_format', record, raw, sink);
      return;
    }
    const host = envelope?.host;
    if (host !== undefined && body.event.host === undefined && body.event.observer === undefined) {
      body.event.host = { name: host, hostname: host };
    }
    this.emit(name as string, record, raw, body, sink);
  }

  private emit(decoder: string, record: number, raw: string, body: DecodedBody, sink: Sink): void {
    const { event, native, logsource } = body;
    const decoded: Decoded = { decoder, record, raw, event, native, logsource };
    sink.event(decoded);
  }

  private reject(reason: RejectReason, record: number, raw: string, sink: Sink): void {
    sink.reject({ record, reason, raw: raw.slice(0, this.context.limits.rejectChars) });
  }

  private drainAudit(sink: Sink): void {
    if (this.audit.done.length === 0) return;
    for (const joined of this.audit.done) this.emit('auditd', joined.record, joined.raw, joined.body, sink);
    this.audit.done.length = 0;
  }
}
