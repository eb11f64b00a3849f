import type { EcsEvent } from '@haechi/event';
import type { DecodeContext, DecodedBody, Line } from '../decoder.ts';
import { newNative } from '../event/native.ts';
import { newEvent, newHostEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { isoTextOf } from '../time/iso-text.ts';
import { anyTime } from '../time/parse.ts';
import { zoneOf } from '../time/zone.ts';
import { compileExpression, type Expression, type ExpressionKind } from './expression.ts';
import type { ExpressionOutcome } from './outcome.ts';
import { type Place, placeOf, putInPlace } from './place.ts';

/** A tenant's own way of reading lines. */
export interface CustomFormat {
  /** Becomes the second part of `event.dataset`: `custom.NAME`. */
  readonly name: string;
  readonly kind: ExpressionKind;
  readonly expression: string;
  /** IANA zone of times that carry none; without it that of the sender. */
  readonly timeZone?: string;
}

/** Reads lines by an expression, as an event. */
export interface CustomDecoder {
  /** Characters of the longest line that it reads. */
  readonly lineChars: number;
  /** Undefined where the line does not match. */
  decode(line: Line, context: DecodeContext): DecodedBody | undefined;
  /** What the expression found in the line, or where it stopped, counted from the start of the whole line. */
  explain(line: Line): ExpressionOutcome;
}

/** Name under which events say that a tenant's own expression made them. */
export const CUSTOM_DECODER = 'custom';

/** Times beside `@timestamp`: written as the event's own are. */
const TIMES = new Set(['event.created', 'event.start', 'event.end']);

/**
 * Compiles a format. The expression reads what stands behind a syslog header; where that does not match, the whole line.
 *
 * @throws ExpressionError for the expression, RangeError for an unknown zone
 */
export function customDecoder({ name, kind, expression, timeZone }: CustomFormat): CustomDecoder {
  const compiled = compileExpression(kind, expression);
  const zone = timeZone === undefined ? undefined : zoneOf(timeZone);
  const dataset = `custom.${name}`;
  // As many as the expression names.
  const places = new Map<string, Place>();
  const place = (field: string): Place => {
    let known = places.get(field);
    if (known === undefined) places.set(field, (known = placeOf(field)));
    return known;
  };
  return {
    lineChars: compiled.lineChars,
    decode(line, context) {
      const fields = readLine(compiled, line);
      if (fields === undefined) return undefined;
      const event = eventOf(fields, line, zone === undefined ? context : { ...context, zone }, dataset, place);
      return { event, native: nativeOf(fields, line), logsource: { product: CUSTOM_DECODER, service: name } };
    },
    explain: (line) => explainLine(compiled, line),
  };
}

function readLine(compiled: Expression, { raw, text }: Line): ReturnType<Expression['read']> {
  return compiled.read(text) ?? (text === raw ? undefined : compiled.read(raw));
}

/** Of a line that does not match, what of it came further. */
function explainLine(compiled: Expression, { raw, text }: Line): ExpressionOutcome {
  const whole = compiled.explain(raw);
  if (text === raw) return whole;
  const message = compiled.explain(text);
  if (message.matched) return message;
  if (whole.matched) return whole;
  const at = message.at + raw.length - text.length;
  return whole.at >= at ? whole : { ...message, at };
}

function eventOf(
  fields: ReadonlyMap<string, string | number>,
  line: Line,
  context: DecodeContext,
  dataset: string,
  place: (field: string) => Place,
): EcsEvent {
  const { limits } = context;
  const { envelope } = line;
  const time = timeOf(fields.get('@timestamp'), context);
  const event = newEvent(Number.isNaN(time) ? (envelope?.time ?? time) : time, context, dataset);
  for (const [name, value] of fields) {
    if (value === '') continue;
    if (name === 'message') event.message = String(value);
    else if (name === '@timestamp') {
      if (Number.isNaN(time)) keepUnmapped(event, name, value, limits);
    } else if (TIMES.has(name)) {
      const at = timeOf(value, context);
      if (Number.isNaN(at)) keepUnmapped(event, name, value, limits);
      else putInPlace(event, place(name), isoTextOf(at), limits);
    } else putInPlace(event, place(name), value, limits);
  }
  if (envelope === undefined) event.message ??= line.text;
  else fill(event as unknown as Tree, newHostEvent(line.text, envelope, context, dataset) as unknown as Tree);
  return event;
}

/** Milliseconds since the epoch within the years that are stored, else `NaN`. */
function timeOf(value: string | number | undefined, context: DecodeContext): number {
  const time = value === undefined ? Number.NaN : anyTime(value, context);
  return time >= 0 && time < LATEST ? time : Number.NaN;
}
const LATEST = Date.UTC(10_000, 0, 1);

type Tree = Record<string, unknown>;

/** Gives an event what it left open and a syslog header says. */
function fill(event: Tree, header: Tree): void {
  for (const name in header) {
    const own = event[name];
    const said = header[name];
    if (own === undefined) event[name] = said;
    else if (typeof own === 'object' && typeof said === 'object') fill(own as Tree, said as Tree);
  }
}

function nativeOf(fields: ReadonlyMap<string, string | number>, line: Line): DecodedBody['native'] {
  const native = newNative();
  native['message'] = line.text;
  for (const [name, value] of fields) if (value !== '') native[name] = value;
  return native;
}
