import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { newHostEvent } from '../event/new-event.ts';
import type { Envelope } from '../syslog/envelope.ts';
import { hostNative } from './host-native.ts';
import { addPam } from './pam.ts';

const LOGSOURCE = { product: 'linux', service: 'auth' };
const NAMES = new Set([
  'useradd',
  'userdel',
  'usermod',
  'groupadd',
  'groupdel',
  'groupmod',
  'passwd',
  'chage',
  'gpasswd',
  'chfn',
  'chsh',
  'adduser',
  'deluser',
]);
const TYPES: Record<string, string[]> = {
  useradd: ['user', 'creation'],
  adduser: ['user', 'creation'],
  userdel: ['user', 'deletion'],
  deluser: ['user', 'deletion'],
  groupadd: ['group', 'creation'],
  groupdel: ['group', 'deletion'],
  groupmod: ['group', 'change'],
  gpasswd: ['group', 'change'],
};
const PAIR = /\b([A-Za-z]+)=([^,\s]*)/g;

/** shadow-utils: accounts and groups created, changed, deleted (`new user: name=x, UID=1001, GID=…, home=…`). */
export const accounts: LineDecoder = {
  name: 'shadow-utils',
  confidence: 0.95,
  sniff: (line) => line.envelope?.app !== undefined && NAMES.has(line.envelope.app),
  decode: (line: Line, context: DecodeContext): DecodedBody => {
    const envelope = line.envelope as Envelope;
    const event = newHostEvent(line.text, envelope, context, 'system.auth');
    const native = hostNative(line.text, envelope);
    if (addPam(line.text, event, native)) return { event, native, logsource: LOGSOURCE };
    const app = envelope.app as string;
    event.event.category = ['iam'];
    event.event.type = TYPES[app] ?? ['user', 'change'];
    event.event.action = app;
    event.event.outcome = /fail/i.test(line.text) ? 'failure' : 'success';
    for (const pair of line.text.slice(0, 2048).matchAll(PAIR)) native[pair[1] as string] ??= pair[2];
    const quoted = /'([^']{1,64})'/.exec(line.text)?.[1];
    const name = typeof native['name'] === 'string' ? native['name'] : quoted;
    const id = typeof native['UID'] === 'string' ? { id: native['UID'] } : {};
    if (line.text.startsWith('new group') || app.startsWith('group')) {
      if (name !== undefined)
        event.group = { name, ...(typeof native['GID'] === 'string' ? { id: native['GID'] } : {}) };
    } else if (name !== undefined) {
      event.user = { target: { name, ...id } };
    }
    const group = /to group '([^']{1,64})'/.exec(line.text)?.[1];
    if (group !== undefined) event.group = { name: group };
    return { event, native, logsource: LOGSOURCE };
  },
};
