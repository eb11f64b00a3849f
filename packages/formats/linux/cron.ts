import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { newHostEvent } from '../event/new-event.ts';
import type { Envelope } from '../syslog/envelope.ts';
import { hostNative } from './host-native.ts';
import { addPam } from './pam.ts';

const LOGSOURCE = { product: 'linux', service: 'cron' };
const NAMES = new Set(['cron', 'crond', 'crontab', 'anacron', 'atd', 'fcron', '/usr/sbin/cron', 'run-parts']);
/** `(root) CMD (command -with args)`; cronie's `log_it(user, pid, event, detail)`. */
const LOG_IT = /^\(([^)]*)\) ([A-Z][A-Za-z ]*?) \((.*)\)\s*$/s;

/** Vixie cron, cronie, anacron and crontab(1). */
export const cron: LineDecoder = {
  name: 'cron',
  confidence: 0.97,
  sniff: (line) => {
    const app = line.envelope?.app;
    return app !== undefined && (NAMES.has(app) || NAMES.has(app.toLowerCase()) || app === 'crond(pam_unix)');
  },
  decode: (line: Line, context: DecodeContext): DecodedBody => {
    const envelope = line.envelope as Envelope;
    const event = newHostEvent(line.text, envelope, context, 'system.syslog');
    const native = hostNative(line.text, envelope);
    if (addPam(line.text, event, native)) return { event, native, logsource: LOGSOURCE };
    const entry = LOG_IT.exec(line.text);
    if (entry === null) return { event, native, logsource: LOGSOURCE };
    const [, user, action, detail] = entry as unknown as [string, string, string, string];
    native['user'] = user;
    native['action'] = action;
    event.user = { name: user };
    event.event.action = `cron-${action.toLowerCase().replaceAll(' ', '-')}`;
    if (action === 'CMD' || action === 'CMDEND') {
      native['command'] = detail;
      event.process = { ...event.process, command_line: detail };
      event.event.category = ['process'];
      event.event.type = [action === 'CMD' ? 'start' : 'end'];
    } else {
      native['detail'] = detail;
      event.event.category = ['configuration'];
      event.event.type = [
        action === 'LIST' ? 'access' : action === 'REPLACE' || action === 'DELETE' ? 'change' : 'info',
      ];
    }
    return { event, native, logsource: LOGSOURCE };
  },
};
