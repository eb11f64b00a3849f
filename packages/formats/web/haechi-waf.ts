import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { newEvent } from '../event/new-event.ts';
import { copyEcs } from '../event/passthrough.ts';
import { type JsonObject, numberAt, objectAt, textAt } from '../json/value.ts';
import { anyTime } from '../time/parse.ts';
import { addExchange, type Exchange } from './request.ts';

/** The log of Haechi's WAF: ECS already; the native view is that of an access log, with what the rules found. */
export const haechiWaf: ObjectDecoder = {
  name: 'haechi-waf',
  confidence: 0.98,
  sniff: (value) => textAt(objectAt(value, 'event'), 'dataset') === 'haechi.waf',
  decode: (value: JsonObject, context: DecodeContext): DecodedBody => {
    const time = anyTime(value['@timestamp'], context);
    const event = newEvent(time, context, 'haechi.waf');
    copyEcs(value, event, context.limits);
    if (event.event.kind !== 'alert') event.event.kind = 'event';
    const native = addExchange(newEvent(time, context, 'haechi.waf'), exchangeOf(value));
    const body = textAt(objectAt(objectAt(objectAt(value, 'http') ?? {}, 'request') ?? {}, 'body'), 'content');
    if (body !== undefined) native['cs-body'] = body;
    const waf = objectAt(objectAt(value, 'haechi') ?? {}, 'waf') ?? {};
    native['waf_action'] = textAt(waf, 'outcome') ?? '';
    native['waf_intercepted'] = waf['intercepted'] === true;
    const rules = rulesOf(waf);
    if (rules.length > 0) {
      native['rule_ids'] = rules.map((rule) => String(numberAt(rule, 'id') ?? ''));
      native['messages'] = rules.map((rule) => textAt(rule, 'msg') ?? '');
      native['severities'] = [...new Set(rules.map((rule) => textAt(rule, 'severity') ?? ''))];
      native['data'] = rules.map((rule) => textAt(rule, 'data') ?? '');
      native['tags'] = [...new Set(rules.flatMap((rule) => textsAt(rule, 'tags')))];
    }
    // What the site never saw is no web server's request: rules about those would raise an attack that did not happen.
    const reached = native['waf_action'] === 'passed' || native['waf_action'] === 'broken_off';
    const source = { product: 'haechi', service: 'waf' };
    return { event, native, logsource: reached ? { category: 'webserver', ...source } : source };
  },
};

const MOST_RULES = 256;

function rulesOf(waf: JsonObject): JsonObject[] {
  const rules = waf['rules'];
  return Array.isArray(rules)
    ? (rules.slice(0, MOST_RULES).filter((rule) => typeof rule === 'object' && rule !== null) as JsonObject[])
    : [];
}

function textsAt(value: JsonObject, key: string): string[] {
  const list = value[key];
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
}

function exchangeOf(value: JsonObject): Exchange {
  const http = objectAt(value, 'http') ?? {};
  const request = objectAt(http, 'request');
  const response = objectAt(http, 'response');
  const url = objectAt(value, 'url');
  const source = objectAt(value, 'source');
  return {
    client: textAt(source, 'ip') ?? textAt(source, 'address'),
    clientPort: numberAt(source, 'port'),
    method: textAt(request, 'method'),
    target: textAt(url, 'original'),
    version: textAt(http, 'version'),
    status: numberAt(response, 'status_code'),
    responseBytes: numberAt(response, 'bytes'),
    requestBytes: numberAt(request, 'bytes'),
    referrer: textAt(request, 'referrer'),
    userAgent: textAt(objectAt(value, 'user_agent'), 'original'),
    host: textAt(url, 'domain'),
    serverIp: textAt(objectAt(value, 'destination'), 'ip'),
    serverPort: numberAt(objectAt(value, 'destination'), 'port'),
    contentType: textAt(request, 'mime_type'),
  };
}
