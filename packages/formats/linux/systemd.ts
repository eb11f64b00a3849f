import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { newHostEvent } from '../event/new-event.ts';
import type { Envelope } from '../syslog/envelope.ts';
import { hostNative } from './host-native.ts';

const LOGSOURCE = { product: 'linux', service: 'syslog' };
const UNIT = /^([\w@.\\:-]+\.(?:service|socket|timer|mount|target|scope|slice|path|device|swap|automount))\b/;
const JOB =
  /^(Starting|Started|Stopping|Stopped|Reloading|Reloaded|Failed to start|Finished|Created|Removed|Reached|Mounted|Mounting|Unmounted|Listening on|Closed) (.*)$/;

const SESSION = /^(New|Removed) session (\S+?)\.?(?: of user (\S+?)\.?)?$/;

/** systemd, systemd-logind and their relatives. */
export const systemd: LineDecoder = {
  name: 'systemd',
  confidence: 0.95,
  sniff: (line) => line.envelope?.app?.startsWith('systemd') === true,
  decode: (line: Line, context: DecodeContext): DecodedBody => {
    const envelope = line.envelope as Envelope;
    const event = newHostEvent(line.text, envelope, context, 'system.syslog');
    const native = hostNative(line.text, envelope);
    const unit = UNIT.exec(line.text)?.[1];
    const job = JOB.exec(line.text);
    if (job !== null) {
      const verb = (job[1] as string).toLowerCase().replaceAll(' ', '-');
      event.event.action = `unit-${verb}`;
      event.event.category = ['process'];
      event.event.type = [verb.startsWith('start') ? 'start' : verb.startsWith('stop') ? 'end' : 'info'];
      event.event.outcome = verb.startsWith('failed') ? 'failure' : 'success';
      const named = (job[2] as string).replace(/\.{1,3}$/, '');
      event.service = { name: UNIT.exec(named)?.[1] ?? named };
      native['unit'] = event.service.name;
    } else if (unit !== undefined) {
      event.service = { name: unit };
      native['unit'] = unit;
      if (line.text.includes('Failed') || line.text.includes('code=exited, status=')) event.event.outcome = 'failure';
    }
    const session = line.text.includes(' session ') ? SESSION.exec(line.text) : null;
    if (session !== null) {
      event.event.category = ['session'];
      event.event.type = [session[1] === 'New' ? 'start' : 'end'];
      event.event.action = session[1] === 'New' ? 'session-opened' : 'session-closed';
      if (session[3] !== undefined) {
        event.user = { name: session[3] };
        native['user'] = session[3];
      }
    }
    return { event, native, logsource: LOGSOURCE };
  },
};
