import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { portOf } from '../event/address.ts';
import { newEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { isObject, type JsonObject, type JsonValue, numberAt, objectAt, textAt } from '../json/value.ts';
import { anyTime } from '../time/parse.ts';
import { addExchange, type Exchange, readRequestLine } from './request.ts';

/** One rule that matched. */
interface Match {
  readonly id: string;
  readonly message: string;
  readonly data: string;
  readonly severity: string;
  readonly tags: readonly string[];
}

/** Audit logs of ModSecurity 2, 3 and Coraza in JSON: one transaction with the rules that matched. */
export const modsecurity: ObjectDecoder = {
  name: 'modsecurity-audit',
  confidence: 0.97,
  sniff: (value) => {
    const transaction = value['transaction'];
    return (
      isObject(transaction) &&
      (transaction['client_ip'] !== undefined ||
        transaction['time_stamp'] !== undefined ||
        transaction['request'] !== undefined ||
        isObject(value['audit_data']))
    );
  },
  decode: (value: JsonObject, context: DecodeContext): DecodedBody | undefined => {
    const transaction = objectAt(value, 'transaction');
    if (transaction === undefined) return undefined;
    // ModSecurity 2 has request and response beside the transaction, version 3 and Coraza inside.
    const request = objectAt(transaction, 'request') ?? objectAt(value, 'request');
    const response = objectAt(transaction, 'response') ?? objectAt(value, 'response');
    const headers = objectAt(request ?? {}, 'headers');
    const exchange: Exchange = {
      client: textAt(transaction, 'client_ip') ?? textAt(transaction, 'remote_address'),
      clientPort: portOf(transaction['client_port'] ?? transaction['remote_port']),
      serverIp: textAt(transaction, 'host_ip') ?? textAt(transaction, 'local_address'),
      serverPort: portOf(transaction['host_port'] ?? transaction['local_port']),
      method: textAt(request, 'method'),
      target: textAt(request, 'uri'),
      version:
        textAt(request, 'http_version') ??
        numberAt(request, 'http_version')?.toString() ??
        textAt(request, 'protocol')?.replace('HTTP/', ''),
      status: numberAt(response, 'http_code') ?? numberAt(response, 'status'),
      userAgent: header(headers, 'user-agent'),
      referrer: header(headers, 'referer'),
      host: header(headers, 'host'),
      cookie: header(headers, 'cookie'),
      contentType: header(headers, 'content-type'),
    };
    const requestLine = textAt(request, 'request_line');
    if (requestLine !== undefined) readRequestLine(requestLine, exchange);
    const time =
      numberAt(transaction, 'unix_timestamp') ??
      transaction['time_stamp'] ??
      transaction['timestamp'] ??
      fullSecond(textAt(transaction, 'time'));
    const event = newEvent(anyTime(time, context), context, 'modsecurity.audit');
    const native = addExchange(event, exchange);
    const id = textAt(transaction, 'unique_id') ?? textAt(transaction, 'id') ?? textAt(transaction, 'transaction_id');
    if (id !== undefined) event.transaction = { id };
    const body = textAt(request, 'body');
    if (body !== undefined) {
      event.http = {
        ...event.http,
        request: { ...event.http?.request, body: { content: body.slice(0, context.limits.valueChars) } },
      };
      native['cs-body'] = body;
    }
    addMatches(event, native, readMatches(value, transaction), isBlocked(value, transaction));
    const producer = transaction['producer'];
    if (producer !== undefined) keepUnmapped(event, 'producer', producer, context.limits);
    return { event, native, logsource: { category: 'webserver', product: 'modsecurity', service: 'audit' } };
  },
};

/** `01/Mar/2024:10:20:30.123456 +0900` without its fraction, as access logs have it. */
function fullSecond(text: string | undefined): string | undefined {
  return text?.replace(/\.\d{1,9} /, ' ');
}

function isBlocked(value: JsonObject, transaction: JsonObject): boolean {
  const action = objectAt(objectAt(value, 'audit_data') ?? {}, 'action');
  return (
    transaction['is_interrupted'] === true ||
    action?.['intercepted'] === true ||
    numberAt(objectAt(transaction, 'response'), 'http_code') === 403
  );
}

/** A message of ModSecurity 2: text with `[id "942100"] [msg "…"]` behind it. */
function readText(text: string): Match {
  const of = (name: string): string => new RegExp(`\\[${name} "((?:[^"\\\\]|\\\\.){0,4096})"\\]`).exec(text)?.[1] ?? '';
  const tags = [...text.matchAll(/\[tag "([^"]{0,256})"\]/g)].slice(0, 64).map((match) => match[1] as string);
  return { id: of('id'), message: of('msg') || text.slice(0, 1024), data: of('data'), severity: of('severity'), tags };
}

/** Header names come in any case; Coraza gives a list of values. */
function header(headers: JsonObject | undefined, name: string): string | undefined {
  if (headers === undefined) return undefined;
  for (const key in headers) {
    if (key.toLowerCase() !== name) continue;
    const value = headers[key];
    const first: JsonValue | undefined = Array.isArray(value) ? value[0] : value;
    return typeof first === 'string' ? first : undefined;
  }
  return undefined;
}

/** ModSecurity puts messages into the transaction, Coraza beside it. */
function readMatches(outer: JsonObject, transaction: JsonObject): Match[] {
  const list = transaction['messages'] ?? outer['messages'] ?? objectAt(outer, 'audit_data')?.['messages'];
  if (!Array.isArray(list)) return [];
  const matches: Match[] = [];
  for (const item of list.slice(0, 256)) {
    if (typeof item === 'string') matches.push(readText(item));
    if (!isObject(item)) continue;
    const details = objectAt(item, 'details') ?? objectAt(item, 'data') ?? {};
    const tags = details['tags'];
    matches.push({
      id: textAt(details, 'ruleId') ?? String(numberAt(details, 'id') ?? ''),
      message: textAt(item, 'message') ?? textAt(details, 'msg') ?? '',
      data: textAt(details, 'data') ?? '',
      severity: String(details['severity'] ?? ''),
      tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
    });
  }
  return matches;
}

function addMatches(
  event: DecodedBody['event'],
  native: DecodedBody['native'],
  matches: readonly Match[],
  blocked: boolean,
): void {
  if (matches.length === 0) return;
  event.event.kind = 'alert';
  event.event.category = ['web', 'intrusion_detection'];
  event.event.type = [blocked ? 'denied' : 'info'];
  event.event.action = blocked ? 'block' : 'detect';
  const first = matches[0] as Match;
  event.rule = { id: first.id, name: first.message, ruleset: 'modsecurity' };
  if (first.data !== '') event.event.reason = first.data;
  native['rule_ids'] = matches.map((match) => match.id);
  native['messages'] = matches.map((match) => match.message);
  native['data'] = matches.map((match) => match.data);
  native['tags'] = [...new Set(matches.flatMap((match) => match.tags))];
}
