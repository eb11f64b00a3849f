import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { newHostEvent } from '../event/new-event.ts';
import type { Envelope } from '../syslog/envelope.ts';
import { hostNative } from './host-native.ts';
import { addPam } from './pam.ts';

const LOGSOURCE = { product: 'linux', service: 'sudo' };

/** sudo's log line: `USER : [reason ; ]TTY=… ; PWD=… ; USER=… ; [ENV=… ; ]COMMAND=…` (sudoers(5), "LOG FORMAT"). */
export const sudo: LineDecoder = {
  name: 'sudo',
  confidence: 0.98,
  sniff: (line) => line.envelope?.app === 'sudo' || line.envelope?.app === 'sudo(pam_unix)',
  decode: (line: Line, context: DecodeContext): DecodedBody => {
    const envelope = line.envelope as Envelope;
    const event = newHostEvent(line.text, envelope, context, 'system.auth');
    const native = hostNative(line.text, envelope);
    const text = line.text.trimStart();
    if (addPam(text, event, native)) return { event, native, logsource: LOGSOURCE };
    const colon = text.indexOf(' : ');
    if (colon < 0) return { event, native, logsource: LOGSOURCE };
    const caller = text.slice(0, colon);
    native['user'] = caller;
    event.user = { name: caller };
    event.event.category = ['process', 'iam'];
    event.event.type = ['start'];
    event.event.action = 'sudo';
    event.event.outcome = 'success';
    // COMMAND is last and may itself hold " ; ".
    const command = text.indexOf('COMMAND=', colon);
    const head = command < 0 ? text.slice(colon + 3) : text.slice(colon + 3, command);
    for (const part of head.split(' ; ')) {
      const equals = part.indexOf('=');
      const name = equals > 0 ? part.slice(0, equals).trim() : '';
      if (/^[A-Z]+$/.test(name)) native[name] = part.slice(equals + 1).trim();
      else if (part.trim() !== '') {
        event.event.reason = part.trim();
        event.event.outcome = 'failure';
        event.event.type = ['denied'];
        native['reason'] = part.trim();
      }
    }
    const target = native['USER'];
    if (typeof target === 'string') event.user.effective = { name: target };
    if (command >= 0) {
      const commandLine = text.slice(command + 8);
      native['COMMAND'] = commandLine;
      const executable = commandLine.split(' ', 1)[0] as string;
      event.process = { ...event.process, command_line: commandLine, executable };
      if (typeof native['PWD'] === 'string') event.process.working_directory = native['PWD'];
    }
    return { event, native, logsource: LOGSOURCE };
  },
};
