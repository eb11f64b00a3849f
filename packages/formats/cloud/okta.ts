import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { setEcs } from '../event/mapping.ts';
import { newEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { type JsonObject, objectAt, textAt } from '../json/value.ts';
import { anyTime } from '../time/parse.ts';
import { flatNative } from './aliases.ts';

/** Okta System Log (System Log API v1, LogEvent). */
export const okta: ObjectDecoder = {
  name: 'okta',
  confidence: 0.98,
  sniff: (value) =>
    value['eventType'] !== undefined &&
    value['actor'] !== undefined &&
    (value['outcome'] !== undefined || value['displayMessage'] !== undefined),
  decode: (value: JsonObject, context: DecodeContext): DecodedBody => {
    const event = newEvent(anyTime(value['published'], context), context, 'okta.system');
    const type = textAt(value, 'eventType') ?? '';
    const actor = objectAt(value, 'actor');
    const client = objectAt(value, 'client');
    const outcome = objectAt(value, 'outcome');
    event.event.action = type;
    setEcs(event, 'event.id', value['uuid']);
    setEcs(event, 'event.reason', outcome?.['reason']);
    const result = textAt(outcome, 'result');
    event.event.outcome =
      result === 'SUCCESS' || result === 'ALLOW'
        ? 'success'
        : result === 'FAILURE' || result === 'DENY'
          ? 'failure'
          : 'unknown';
    const message = textAt(value, 'displayMessage');
    if (message !== undefined) event.message = message;
    setEcs(event, 'user.id', actor?.['id']);
    setEcs(event, 'user.name', actor?.['alternateId']);
    setEcs(event, 'user.full_name', actor?.['displayName']);
    setEcs(event, 'source.ip', client?.['ipAddress']);
    setEcs(event, 'user_agent.original', objectAt(client ?? {}, 'userAgent')?.['rawUserAgent']);
    const place = objectAt(client ?? {}, 'geographicalContext');
    setEcs(event, 'source.geo.country_name', place?.['country']);
    setEcs(event, 'source.geo.city_name', place?.['city']);
    event.event.category = /^(?:user\.(?:session|authentication)|policy\.evaluate|app\.generic)/.test(type)
      ? ['authentication']
      : ['iam'];
    const authentication = event.event.category[0] === 'authentication';
    event.event.type = [
      authentication
        ? /\.end$|logout/.test(type)
          ? 'end'
          : /start|auth|verify|sso/.test(type)
            ? 'start'
            : 'info'
        : /create|add|activate|start/.test(type)
          ? 'creation'
          : /delete|remove|deactivate|revoke/.test(type)
            ? 'deletion'
            : /update|reset|change/.test(type)
              ? 'change'
              : 'info',
    ];
    for (const key of [
      'target',
      'debugContext',
      'securityContext',
      'transaction',
      'authenticationContext',
      'request',
    ]) {
      if (value[key] !== undefined && value[key] !== null) keepUnmapped(event, key, value[key], context.limits);
    }
    const native = flatNative(value, context.limits.nativeFields);
    native['actor.alternateid'] ??= native['actor.alternateId'];
    native['eventtype'] = type;
    return { event, native, logsource: { product: 'okta', service: 'okta' } };
  },
};
