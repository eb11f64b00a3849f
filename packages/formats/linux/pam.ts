import type { EcsEvent, NativeView } from '@haechi/event';
import { canonicalIp } from '../event/address.ts';
import { wordAfter } from './words.ts';

const SESSION = /session (opened|closed) for user ([^ (]+)(?:\(uid=(\d+)\))?(?: by ([^ (]*)\(uid=(\d+)\))?/;

/**
 * Messages of PAM modules (`pam_unix(sshd:auth): authentication failure; … rhost=… user=…`, and the bare text that
 * older syslogs put under a `sshd(pam_unix)` tag). Adds to the event; answers whether it was one.
 */
export function addPam(text: string, event: EcsEvent, native: NativeView): boolean {
  let body = text;
  if (text.startsWith('pam_')) {
    const end = text.indexOf('): ');
    const open = text.indexOf('(');
    if (open < 0 || end < open) return false;
    const named = text.slice(open + 1, end);
    const colon = named.indexOf(':');
    native['pam_module'] = text.slice(0, open);
    native['pam_service'] = colon < 0 ? named : named.slice(0, colon);
    if (colon >= 0) native['pam_type'] = named.slice(colon + 1).split(':', 1)[0];
    body = text.slice(end + 3);
  }
  if (body.startsWith('authentication failure;')) return authenticationFailure(body, event, native);
  if (body.startsWith('check pass; user unknown')) {
    event.event.category = ['authentication'];
    event.event.type = ['info'];
    event.event.action = 'check-password';
    event.event.outcome = 'failure';
    return true;
  }
  const session = body.includes('session ') ? SESSION.exec(body) : null;
  if (session === null) return body !== text;
  const opened = session[1] === 'opened';
  event.event.category = ['session', 'authentication'];
  event.event.type = [opened ? 'start' : 'end'];
  event.event.action = opened ? 'session-opened' : 'session-closed';
  event.event.outcome = 'success';
  const target = { name: session[2] as string, ...(session[3] === undefined ? {} : { id: session[3] }) };
  native['user'] = target.name;
  if (session[4] !== undefined && session[4] !== '') {
    event.user = { name: session[4], id: session[5] as string, effective: target };
  } else {
    event.user = target;
  }
  return true;
}

function authenticationFailure(body: string, event: EcsEvent, native: NativeView): boolean {
  event.event.category = ['authentication'];
  event.event.type = ['start'];
  event.event.action = 'authentication-failure';
  event.event.outcome = 'failure';
  const user = wordAfter(body, ' user=');
  const remote = wordAfter(body, 'rhost=');
  const terminal = wordAfter(body, 'tty=');
  const caller = wordAfter(body, 'ruser=');
  if (user !== '') {
    event.user = { name: user };
    native['user'] = user;
  }
  if (caller !== '') native['ruser'] = caller;
  if (terminal !== '') native['tty'] = terminal;
  if (remote !== '') {
    native['rhost'] = remote;
    const ip = canonicalIp(remote);
    event.source = ip === undefined ? { address: remote, domain: remote } : { address: remote, ip };
  }
  return true;
}
