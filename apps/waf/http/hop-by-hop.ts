import { type Field, tokensOf } from './head.ts';

/** Fields that belong to one connection (RFC 9110, section 7.6.1), in lower case. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Fields without which a message is another one: a sender cannot have them dropped by naming them in Connection. */
const NEVER_DROPPED: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'content-type',
  'authorization',
  'cookie',
]);

/** The fields that go on to the next hop, in their order. */
export function endToEnd(headers: readonly Field[]): Field[] {
  const named = new Set(tokensOf(headers, 'connection'));
  return headers.filter(([name]) => {
    const key = name.toLowerCase();
    return !HOP_BY_HOP.has(key) && (!named.has(key) || NEVER_DROPPED.has(key));
  });
}
