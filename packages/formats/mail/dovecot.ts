import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { canonicalIp, portOf } from '../event/address.ts';
import { newHostEvent } from '../event/new-event.ts';
import { hostNative } from '../linux/host-native.ts';
import { addPam } from '../linux/pam.ts';
import type { Envelope } from '../syslog/envelope.ts';

const LOGSOURCE = { product: 'linux', service: 'dovecot' };
const PAIR = /(?:^|, )(user|method|rip|lip|rport|lport|mpid|session|TLS|secured)=(<[^>]{0,256}>|[^,\s]{1,256})/g;
const HEAD =
  /^(imap|pop3|managesieve|submission|lmtp|auth|auth-worker|master|anvil|log|stats|config)(-login)?(?:\(([^)]{0,256})\))?(?:<[^>]{0,64}>)*(?:\(\d+\))?: /;

/** Who is asked about a password: `pam(kim,203.0.113.9,<session>): `, after the connection of an auth worker. */
const ASKED =
  /(?:^|[ :])(?:pam|passwd-file|passwd|shadow|sql|ldap|static|dict|lua|bsdauth|oauth2|default)\(([^,)]{1,256}),([0-9a-fA-F.:]{2,45})(?:,[^)]{0,64})?\): /;
/** Dovecot's own file (`log_path`) names the service where syslog has the program. */
const OWN_FILE = /^(?:(?:imap|pop3|managesieve|submission)(?:-login)?|lmtp|auth|auth-worker|master)(?:\(|$)/;
const LEVEL = /^(?:Info|Warning|Error|Debug|Fatal|Panic): /;

/** Dovecot: logins and disconnections of IMAP and POP3, deliveries, and its auth service. */
export const dovecot: LineDecoder = {
  name: 'dovecot',
  confidence: 0.97,
  sniff: (line) => {
    const app = line.envelope?.app;
    if (app === undefined) return false;
    return app.startsWith('dovecot') || (OWN_FILE.test(app) && LEVEL.test(line.text));
  },
  decode: (line: Line, context: DecodeContext): DecodedBody => {
    const envelope = line.envelope as Envelope;
    const event = newHostEvent(line.text, envelope, context, 'dovecot.log');
    const native = hostNative(line.text, envelope);
    event.service = { name: 'dovecot', type: 'dovecot' };
    event.event.category = ['email'];
    event.event.type = ['info'];
    if (addPam(line.text, event, native)) return { event, native, logsource: LOGSOURCE };
    const head = HEAD.exec(line.text);
    const body = head === null ? line.text : line.text.slice(head[0].length);
    const text = body.replace(LEVEL, '');
    const asked = ASKED.exec(text.slice(0, 512));
    if (head !== null) native['service'] = `${head[1]}${head[2] ?? ''}`;
    for (const pair of text
      .slice(0, 4096)
      .replace(/: user=/, ', user=')
      .matchAll(PAIR))
      native[pair[1] as string] ??= (pair[2] as string).replace(/^<|>$/g, '');
    const user = typeof native['user'] === 'string' ? native['user'] : (asked?.[1] ?? userOf(head));
    if (user !== undefined && user !== '') event.user = { name: user };
    addPeers(event, native, asked === null ? head?.[3] : `,${asked[2]}`);
    categorise(event, text);
    return { event, native, logsource: LOGSOURCE };
  },
};

/** `imap(kim)<pid><session>`; an auth worker has its process there. */
function userOf(head: RegExpExecArray | null): string | undefined {
  return head?.[1] === 'auth-worker' ? undefined : head?.[3]?.split(',', 1)[0];
}

function addPeers(event: DecodedBody['event'], native: DecodedBody['native'], parenthesis: string | undefined): void {
  const rip = typeof native['rip'] === 'string' ? native['rip'] : parenthesis?.split(',')[1];
  const from = rip === undefined ? undefined : canonicalIp(rip);
  const to = typeof native['lip'] === 'string' ? canonicalIp(native['lip']) : undefined;
  const port = portOf(native['rport']);
  if (from !== undefined) {
    event.source = { ip: from, ...(port === undefined ? {} : { port }) };
    native['src_ip'] = from;
  }
  if (to !== undefined) event.destination = { ip: to };
}

function categorise(event: DecodedBody['event'], text: string): void {
  if (text.startsWith('Login')) {
    event.event.category = ['authentication', 'email'];
    event.event.type = ['start'];
    event.event.action = 'login';
    event.event.outcome = 'success';
  } else if (/auth failed|Aborted login|unknown user|Password mismatch|authentication failure/i.test(text)) {
    event.event.category = ['authentication', 'email'];
    event.event.type = ['start'];
    event.event.action = 'login';
    event.event.outcome = 'failure';
  } else if (/Disconnected|Logged out|Connection closed/.test(text)) {
    event.event.action = 'disconnect';
    event.event.type = ['end'];
  } else if (/saved mail to|stored mail into/.test(text)) event.event.action = 'deliver';
}
