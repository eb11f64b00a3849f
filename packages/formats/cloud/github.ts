import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { setEcs } from '../event/mapping.ts';
import { newEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { type JsonObject, textAt } from '../json/value.ts';
import { anyTime } from '../time/parse.ts';
import { flatNative } from './aliases.ts';

const PLACED = new Set([
  '@timestamp',
  'created_at',
  'action',
  'actor',
  'actor_ip',
  'user',
  'user_agent',
  '_document_id',
  'actor_id',
]);

/** GitHub organisation and enterprise audit log (REST export and streaming). */
export const github: ObjectDecoder = {
  name: 'github-audit',
  confidence: 0.96,
  sniff: (value) =>
    typeof value['action'] === 'string' &&
    value['action'].includes('.') &&
    (value['_document_id'] !== undefined ||
      (value['actor'] !== undefined &&
        (value['org'] !== undefined ||
          value['business'] !== undefined ||
          value['repo'] !== undefined ||
          value['actor_id'] !== undefined))),
  decode: (value: JsonObject, context: DecodeContext): DecodedBody => {
    const event = newEvent(anyTime(value['@timestamp'] ?? value['created_at'], context), context, 'github.audit');
    const action = textAt(value, 'action') ?? '';
    event.event.action = action;
    event.event.category = /^(?:org|team|business|enterprise)\.|member|invit|role/.test(action)
      ? ['iam']
      : ['configuration'];
    event.event.type = [
      /create|add|enable|invite/.test(action)
        ? 'creation'
        : /destroy|delete|remove|disable/.test(action)
          ? 'deletion'
          : /update|change|modify|edit/.test(action)
            ? 'change'
            : 'info',
    ];
    setEcs(event, 'event.id', value['_document_id']);
    setEcs(event, 'user.name', value['actor']);
    setEcs(event, 'user.id', value['actor_id']);
    setEcs(event, 'source.ip', value['actor_ip']);
    setEcs(event, 'user_agent.original', value['user_agent']);
    const target = textAt(value, 'user');
    if (target !== undefined) event.user = { ...event.user, target: { name: target } };
    setEcs(event, 'group.name', value['team'] ?? value['org']);
    for (const key in value)
      if (!PLACED.has(key) && value[key] !== null) keepUnmapped(event, key, value[key], context.limits);
    return {
      event,
      native: flatNative(value, context.limits.nativeFields),
      logsource: { product: 'github', service: 'audit' },
    };
  },
};
