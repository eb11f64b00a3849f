import type { EcsEvent, NativeView } from '@haechi/event';
import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { setEcs } from '../event/mapping.ts';
import { newEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { isObject, type JsonObject, numberAt, objectAt, textAt } from '../json/value.ts';
import { anyTime } from '../time/parse.ts';
import { addExchange } from '../web/request.ts';
import { flatNative } from './aliases.ts';

/** Headers looked through for the few that have a place of their own; honest requests have under fifty. */
const MOST_HEADERS = 256;
/** Parts that say more than ECS has room for. */
const UNMAPPED = [
  'terminatingRuleType',
  'terminatingRuleMatchDetails',
  'ruleGroupList',
  'rateBasedRuleList',
  'nonTerminatingMatchingRules',
  'labels',
  'httpSourceName',
  'httpSourceId',
  'ja3Fingerprint',
  'ja4Fingerprint',
];
/** Actions that end the request at the WAF (AWS WAF Developer Guide, "Log fields", `action`). */
const DENIED = new Set(['BLOCK', 'CAPTCHA', 'CHALLENGE']);

/** AWS WAF traffic logs, as Firehose, CloudWatch Logs and S3 get them: one web request each ("Log fields"). */
export const awsWaf: ObjectDecoder = {
  name: 'aws-waf',
  confidence: 0.98,
  sniff: (value) =>
    value['webaclId'] !== undefined && value['terminatingRuleId'] !== undefined && isObject(value['httpRequest']),
  decode: (value: JsonObject, context: DecodeContext): DecodedBody => {
    const request = objectAt(value, 'httpRequest');
    const event = newEvent(anyTime(value['timestamp'], context), context, 'aws.waf');
    const exchange = addRequest(event, request);
    addVerdict(event, value);
    for (const key of UNMAPPED)
      if (value[key] !== undefined && value[key] !== null) keepUnmapped(event, key, value[key], context.limits);
    const native: NativeView = Object.assign(flatNative(value, context.limits.nativeFields), exchange);
    return { event, native, logsource: { category: 'webserver', product: 'aws', service: 'waf' } };
  },
};

/** @returns the names of Sigma's category webserver */
function addRequest(event: EcsEvent, request: JsonObject | undefined): NativeView {
  const headers = headersOf(request);
  const args = textAt(request, 'args');
  const uri = textAt(request, 'uri');
  return addExchange(event, {
    client: textAt(request, 'clientIp'),
    method: textAt(request, 'httpMethod'),
    target: uri === undefined ? undefined : `${uri}${args === undefined || args === '' ? '' : `?${args}`}`,
    version: textAt(request, 'httpVersion')?.replace('HTTP/', ''),
    requestId: textAt(request, 'requestId'),
    userAgent: headers.get('user-agent'),
    referrer: headers.get('referer'),
    host: headers.get('host'),
    cookie: headers.get('cookie'),
    contentType: headers.get('content-type'),
  });
}

function addVerdict(event: EcsEvent, value: JsonObject): void {
  const action = textAt(value, 'action') ?? '';
  const isDenied = DENIED.has(action);
  event.event.type = ['access', isDenied ? 'denied' : 'allowed'];
  if (action !== '') event.event.action = action.toLowerCase();
  if (isDenied) event.event.outcome = 'failure';
  const rule = textAt(value, 'terminatingRuleId');
  if (rule !== undefined && rule !== 'Default_Action') setEcs(event, 'rule.id', rule);
  const status = numberAt(value, 'responseCodeSent');
  if (status !== undefined) setEcs(event, 'http.response.status_code', status);
  event.cloud = { provider: 'aws', service: { name: 'waf' } };
  // arn:aws:wafv2:REGION:ACCOUNT:…
  const [, , , region, account] = (textAt(value, 'webaclId') ?? '').split(':', 6);
  if (region !== undefined && region !== '') event.cloud.region = region;
  if (account !== undefined && account !== '') event.cloud.account = { id: account };
}

function headersOf(request: JsonObject | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const list = request?.['headers'];
  if (!Array.isArray(list)) return found;
  for (const header of list.slice(0, MOST_HEADERS)) {
    if (!isObject(header)) continue;
    const name = textAt(header, 'name')?.toLowerCase();
    const text = textAt(header, 'value');
    if (name !== undefined && text !== undefined && !found.has(name)) found.set(name, text);
  }
  return found;
}
