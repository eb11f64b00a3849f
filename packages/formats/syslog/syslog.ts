import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { newHostEvent } from '../event/new-event.ts';
import { hostNative } from '../linux/host-native.ts';
import { addPam } from '../linux/pam.ts';
import type { Envelope } from './envelope.ts';

/** Programs whose messages belong to another service of Sigma's taxonomy than `syslog`. */
const SERVICES: Record<string, string> = {
  login: 'auth',
  pkexec: 'auth',
  polkitd: 'auth',
  'polkit-agent-helper-1': 'auth',
  gdm: 'auth',
  'gdm-password]': 'auth',
  lightdm: 'auth',
  vsftpd: 'vsftpd',
  clamd: 'clamav',
  clamscan: 'clamav',
  freshclam: 'clamav',
  guacd: 'guacamole',
};

/** Any syslog message with no decoder of its own. */
export const syslog: LineDecoder = {
  name: 'syslog',
  confidence: 0.6,
  sniff: (line) => line.envelope !== undefined,
  decode: (line: Line, context: DecodeContext): DecodedBody => {
    const envelope = line.envelope as Envelope;
    const event = newHostEvent(line.text, envelope, context, 'system.syslog');
    const native = hostNative(line.text, envelope);
    const data = envelope.structuredData;
    if (data !== undefined) {
      for (const id in data) for (const name in data[id]) native[`${id}.${name}`] = data[id][name];
    }
    const app = envelope.app?.replace(/\(pam_unix\)$/, '');
    const pam = addPam(line.text, event, native);
    const service =
      (app === undefined ? undefined : Object.hasOwn(SERVICES, app) ? SERVICES[app] : undefined) ??
      (pam ? 'auth' : 'syslog');
    return { event, native, logsource: { product: 'linux', service } };
  },
};
