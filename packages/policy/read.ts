import { isIP } from 'node:net';
import { HaechiError } from '@haechi/event';
import { POLICY_LIMITS } from './limits.ts';
import type { BlockEntry, Exclusion, SitePolicy } from './policy.ts';

/** What may stand in a path (RFC 3986, section 3.3) and, at its end, `*`. */
const PATH = /^\/(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*\*?$/;
/** Collections whose members a request brings, and the name of one; what would end a ctl argument is left out. */
const TARGET =
  /^(?:ARGS|ARGS_GET|ARGS_POST|ARGS_NAMES|REQUEST_COOKIES|REQUEST_COOKIES_NAMES|REQUEST_HEADERS|FILES|XML|REQUEST_BODY|REQUEST_URI|REQUEST_FILENAME|QUERY_STRING)(?::[\w.[\]$/@*+-]{1,200})?$/;

/** @throws HaechiError `exclusion_invalid` */
export function readExclusion(value: unknown): Exclusion {
  const { rule, path, target } = fieldsOf(value);
  if (!Number.isSafeInteger(rule) || (rule as number) < 1 || (rule as number) > 2 ** 31 - 1)
    throw invalidExclusion('the rule is no rule id', String(rule));
  if (path !== undefined && !(typeof path === 'string' && path.length <= POLICY_LIMITS.textChars && PATH.test(path)))
    throw invalidExclusion('the path is none that a request can have', String(path));
  if (target !== undefined && !(typeof target === 'string' && TARGET.test(target)))
    throw invalidExclusion(
      'the target is no field of a request, or its name holds characters that rules cannot name',
      String(target),
    );
  return {
    rule: rule as number,
    ...(path === undefined ? {} : { path: path as string }),
    ...(target === undefined ? {} : { target: target as string }),
  };
}

/** @throws HaechiError `block_entry_invalid` */
export function readBlockEntry(value: unknown): BlockEntry {
  const { kind, value: who, expires } = fieldsOf(value);
  if (kind !== 'address' && kind !== 'session' && kind !== 'account')
    throw invalidEntry('it needs a kind: address, session or account', String(kind));
  if (typeof who !== 'string' || who === '' || who.length > POLICY_LIMITS.textChars)
    throw invalidEntry('it needs a value', kind);
  if (kind === 'address' && !isNetwork(who)) throw invalidEntry('neither an address nor a network', who);
  if (expires !== undefined && !(typeof expires === 'string' && !Number.isNaN(Date.parse(expires))))
    throw invalidEntry('expires is no ISO 8601 time', String(expires));
  return { kind, value: who, ...(expires === undefined ? {} : { expires: expires as string }) };
}

/**
 * Reads a policy from JSON that came from outside.
 *
 * @throws HaechiError `policy_invalid`, `exclusion_invalid`, `block_entry_invalid`
 */
export function readPolicy(value: unknown): SitePolicy {
  const { upstream, mode, paranoia, threshold, exclusions, blocked } = fieldsOf(value);
  if (typeof upstream !== 'string' || !isUpstream(upstream))
    throw invalidPolicy('the upstream is no http(s)://host:port', String(upstream));
  if (mode !== 'block' && mode !== 'detect') throw invalidPolicy('the mode is neither block nor detect', String(mode));
  if (paranoia !== 1 && paranoia !== 2 && paranoia !== 3 && paranoia !== 4)
    throw invalidPolicy('the paranoia level is not 1 to 4', String(paranoia));
  if (!Number.isSafeInteger(threshold) || (threshold as number) < 1 || (threshold as number) > 1_000)
    throw invalidPolicy('the threshold is not 1 to 1000', String(threshold));
  return {
    upstream,
    mode,
    paranoia,
    threshold: threshold as number,
    exclusions: listOf(exclusions, POLICY_LIMITS.exclusions, 'exclusions').map(readExclusion),
    blocked: listOf(blocked, POLICY_LIMITS.blocked, 'blocked').map(readBlockEntry),
  };
}

/** Whether a text names a server to pass requests to. */
function isUpstream(text: string): boolean {
  if (text.length > POLICY_LIMITS.textChars || !URL.canParse(text)) return false;
  const { protocol, username, pathname, search } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && username === '' && pathname === '/' && search === '';
}

function isNetwork(text: string): boolean {
  const [address = '', bits, rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown, most: number, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw invalidPolicy(`${name} is no list`, '');
  if (value.length > most) throw invalidPolicy(`more than ${most} ${name}`, '');
  return value;
}

function invalidPolicy(what: string, where: string): HaechiError {
  return new HaechiError('policy_invalid', { what, where, remedy: 'mend the policy of the site in the console' });
}

function invalidExclusion(what: string, where: string): HaechiError {
  return new HaechiError('exclusion_invalid', {
    what,
    where,
    remedy:
      'name the rule by its id, the path as it is sent, and the field like ARGS:comment; leave the field out to exclude the rule on the path',
  });
}

function invalidEntry(what: string, where: string): HaechiError {
  return new HaechiError('block_entry_invalid', {
    what,
    where,
    remedy: 'for example {"kind":"address","value":"198.51.100.0/24","expires":"2027-01-01T00:00:00Z"}',
  });
}
