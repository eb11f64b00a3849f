import type { EcsEvent, NativeView } from '@haechi/event';
import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { canonicalIp, portOf } from '../event/address.ts';
import { newHostEvent } from '../event/new-event.ts';
import type { Envelope } from '../syslog/envelope.ts';
import { hostNative } from './host-native.ts';
import { addPam } from './pam.ts';
import { wordAfter } from './words.ts';

const LOGSOURCE = { product: 'linux', service: 'sshd' };
const REPEATED = /^message repeated (\d+) times?: \[ /;

/** OpenSSH server messages (auth.c, packet.c, sshd.c of OpenSSH 3 to 10) and the PAM lines it logs under its name. */
export const sshd: LineDecoder = {
  name: 'sshd',
  confidence: 0.98,
  sniff: (line) => line.envelope?.app?.startsWith('sshd') === true,
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const envelope = line.envelope as Envelope;
    const event = newHostEvent(line.text, envelope, context, 'system.auth');
    const native = hostNative(line.text, envelope);
    event.service = { name: 'sshd', type: 'ssh' };
    let text = line.text;
    const repeated = text.startsWith('message repeated') ? REPEATED.exec(text) : null;
    if (repeated !== null) {
      native['repeat'] = Number(repeated[1]);
      event.labels = { repeat: repeated[1] as string };
      text = text.slice(repeated[0].length, text.endsWith(']') ? -1 : undefined);
    }
    addSsh(text, event, native);
    return { event, native, logsource: LOGSOURCE };
  },
};

function addSsh(text: string, event: EcsEvent, native: NativeView): void {
  switch (text.charCodeAt(0)) {
    case 65: // Accepted
      if (text.startsWith('Accepted ')) {
        login(text, 9, 'success', event, native);
        return;
      }
      break;
    case 70: // Failed
      if (text.startsWith('Failed ')) {
        login(text, 7, 'failure', event, native);
        return;
      }
      break;
    case 73: // Invalid user
      if (text.startsWith('Invalid user ')) {
        invalidUser(text, event, native);
        return;
      }
      break;
    case 112: // pam_unix(…
      if (addPam(text, event, native)) return;
      break;
    case 97: // authentication failure under sshd(pam_unix)
    case 99:
    case 115:
      if (addPam(text, event, native)) return;
      break;
  }
  other(text, event, native);
}

/** `Accepted|Failed METHOD for [invalid user ]USER from ADDRESS port PORT ssh2[: KEY]` */
function login(text: string, start: number, outcome: 'success' | 'failure', event: EcsEvent, native: NativeView): void {
  const method = text.slice(start, text.indexOf(' ', start));
  event.event.category = ['authentication'];
  event.event.type = outcome === 'success' ? ['start', 'allowed'] : ['start', 'denied'];
  event.event.action = 'ssh_login';
  event.event.outcome = outcome;
  native['method'] = method;
  native['action'] = outcome === 'success' ? 'Accepted' : 'Failed';
  const marker = ' for ';
  let user = text.indexOf(marker, start);
  // The user's name may itself hold " from ": the address is behind the last one.
  const from = text.lastIndexOf(' from ');
  if (user < 0 || from < user) return;
  user += marker.length;
  if (text.startsWith('invalid user ', user)) {
    user += 13;
    event.event.reason = 'invalid user';
    native['invalid_user'] = true;
  }
  setUser(text.slice(user, from), event, native);
  addFrom(text, from + 6, event, native);
}

function invalidUser(text: string, event: EcsEvent, native: NativeView): void {
  event.event.category = ['authentication'];
  event.event.type = ['start', 'denied'];
  event.event.action = 'ssh_login';
  event.event.outcome = 'failure';
  event.event.reason = 'invalid user';
  native['invalid_user'] = true;
  const from = text.lastIndexOf(' from ');
  if (from < 13) {
    setUser('', event, native);
    return;
  }
  setUser(text.slice(13, from), event, native);
  addFrom(text, from + 6, event, native);
}

function setUser(name: string, event: EcsEvent, native: NativeView): void {
  native['user'] = name;
  if (name !== '') event.user = { name };
}

/** `ADDRESS[ port PORT]…` at `start`. */
function addFrom(text: string, start: number, event: EcsEvent, native: NativeView): void {
  let end = start;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    // A colon ends the address only when a space or the end follows: IPv6 is full of them.
    if (code === 32 || (code === 58 && !(text.charCodeAt(end + 1) > 32))) break;
  }
  const address = text.slice(start, end);
  if (address === '') return;
  const ip = canonicalIp(address);
  const source: NonNullable<EcsEvent['source']> = { address };
  if (ip === undefined) source.domain = address;
  else source.ip = ip;
  native['src_ip'] = ip ?? address;
  if (text.startsWith(' port ', end)) {
    const digits = /^\d+/.exec(text.slice(end + 6, end + 12))?.[0];
    const port = portOf(digits);
    if (port !== undefined) {
      source.port = port;
      native['src_port'] = port;
    }
  }
  event.source = source;
}

interface Phrase {
  readonly start: string;
  readonly action: string;
  readonly category?: string;
  readonly type?: string;
  readonly outcome?: 'success' | 'failure';
}

/** What else sshd says, by how the message starts. */
const PHRASES: readonly Phrase[] = [
  { start: 'Connection closed by ', action: 'connection-closed', category: 'network', type: 'end' },
  { start: 'Connection reset by ', action: 'connection-reset', category: 'network', type: 'end' },
  { start: 'Connection from ', action: 'connection-opened', category: 'network', type: 'start' },
  { start: 'Received disconnect from ', action: 'disconnect-received', category: 'network', type: 'end' },
  { start: 'Disconnected from ', action: 'disconnected', category: 'network', type: 'end' },
  { start: 'Disconnecting', action: 'disconnecting', category: 'network', type: 'end' },
  { start: 'error: maximum authentication attempts exceeded', action: 'max-attempts', category: 'authentication', type: 'denied', outcome: 'failure' },
  { start: 'reverse mapping checking', action: 'reverse-mapping-failed', category: 'network', type: 'info' },
  { start: 'Address ', action: 'reverse-mapping-failed', category: 'network', type: 'info' },
  { start: 'Did not receive identification string', action: 'no-identification', category: 'network', type: 'info' },
  { start: 'Bad protocol version identification', action: 'bad-protocol', category: 'network', type: 'info' },
  { start: 'Unable to negotiate with ', action: 'negotiation-failed', category: 'network', type: 'denied', outcome: 'failure' },
  { start: 'Postponed ', action: 'authentication-postponed', category: 'authentication', type: 'info' },
  { start: 'PAM ', action: 'more-authentication-failures', category: 'authentication', type: 'info', outcome: 'failure' },
  { start: 'User ', action: 'user-not-allowed', category: 'authentication', type: 'denied', outcome: 'failure' },
  { start: 'ROOT LOGIN REFUSED', action: 'root-login-refused', category: 'authentication', type: 'denied', outcome: 'failure' },
  { start: 'Starting session: ', action: 'session-started', category: 'session', type: 'start', outcome: 'success' },
  { start: 'subsystem request for ', action: 'subsystem-request', category: 'session', type: 'info' },
  { start: 'input_userauth_request: invalid user', action: 'ssh_login', category: 'authentication', type: 'denied', outcome: 'failure' },
  { start: 'Server listening on ', action: 'server-started', category: 'process', type: 'start' },
  { start: 'Received signal ', action: 'server-stopped', category: 'process', type: 'end' },
]; // biome-ignore format: one table

function other(text: string, event: EcsEvent, native: NativeView): void {
  for (const phrase of PHRASES) {
    if (!text.startsWith(phrase.start)) continue;
    event.event.action = phrase.action;
    if (phrase.category !== undefined) event.event.category = [phrase.category];
    if (phrase.type !== undefined) event.event.type = [phrase.type];
    if (phrase.outcome !== undefined) event.event.outcome = phrase.outcome;
    break;
  }
  addPeer(text, event, native);
}

const PEER =
  /(?: (?:from|by|with))(?: (?:authenticating|invalid))?(?: user (\S*))? \[?([0-9A-Fa-f.:]+|UNKNOWN)\]?(?: port (\d+))?/;
const BRACKETED = / \[([0-9A-Fa-f.:]+)\] /;

function addPeer(text: string, event: EcsEvent, native: NativeView): void {
  const match = PEER.exec(text);
  const ip = canonicalIp((match?.[2] ?? '').replace(/:$/, '')) ?? canonicalIp(BRACKETED.exec(text)?.[1] ?? '');
  if (ip !== undefined) {
    native['src_ip'] = ip;
    event.source = { address: ip, ip };
    const port = portOf(match?.[3]);
    if (port !== undefined) {
      event.source.port = port;
      native['src_port'] = port;
    }
  }
  const user =
    match?.[1] ??
    (wordAfter(text, 'invalid user ') ||
      wordAfter(text, ' for user ') ||
      leadingUser(text) ||
      wordAfter(text, ' user='));
  if (user === '') return;
  native['user'] = user;
  event.user = { name: user };
}

function leadingUser(text: string): string {
  if (text.startsWith('User ')) return text.slice(5, text.indexOf(' ', 5) < 0 ? undefined : text.indexOf(' ', 5));
  return text.startsWith('error: maximum') ? wordAfter(text, 'exceeded for ') : '';
}
