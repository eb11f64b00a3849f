import { headerOf } from './headerOf.ts';
import { single, type Variable } from './variable.ts';

/** REMOTE_USER: user name of HTTP basic authentication, unverified (RFC 7617). */
export const REMOTE_USER: Variable = single((facts) => {
  const basic = /^basic ([A-Za-z0-9+/=]+)$/i.exec(headerOf(facts.requestHeaders, 'authorization') ?? '');
  return basic === null ? '' : Buffer.from(basic[1]!, 'base64').toString('latin1').split(':')[0];
});
