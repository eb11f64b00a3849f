import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { newHostEvent } from '../event/new-event.ts';
import type { Envelope } from '../syslog/envelope.ts';
import { hostNative } from './host-native.ts';
import { addPam } from './pam.ts';

const LOGSOURCE = { product: 'linux', service: 'auth' };
/** util-linux: `(to root) alice on pts/0`, `FAILED SU (to root) alice on pts/0`. */
const UTIL_LINUX = /^(FAILED SU )?\(to (\S+)\) (\S+) on (\S+)/;
/** shadow: `Successful su for root by alice`, `FAILED su for root by alice`; coreutils: `+ /dev/pts/0 alice:root`. */
const SHADOW = /^(Successful|FAILED) su for (\S+) by (\S+)/;
const SIGNED = /^([+-]) (\S+) ([^:\s]+)[:-](\S+)/;

/** su(1) of util-linux and shadow, and its PAM messages. */
export const su: LineDecoder = {
  name: 'su',
  confidence: 0.97,
  sniff: (line) =>
    line.envelope?.app === 'su' || line.envelope?.app === 'su(pam_unix)' || line.envelope?.app === 'su-l',
  decode: (line: Line, context: DecodeContext): DecodedBody => {
    const envelope = line.envelope as Envelope;
    const event = newHostEvent(line.text, envelope, context, 'system.auth');
    const native = hostNative(line.text, envelope);
    if (addPam(line.text, event, native)) return { event, native, logsource: LOGSOURCE };
    const change = readChange(line.text);
    if (change === undefined) return { event, native, logsource: LOGSOURCE };
    event.event.category = ['authentication'];
    event.event.type = ['start'];
    event.event.action = 'su';
    event.event.outcome = change.failed ? 'failure' : 'success';
    event.user = { name: change.from, effective: { name: change.to } };
    native['user'] = change.from;
    native['USER'] = change.to;
    if (change.tty !== undefined) native['tty'] = change.tty;
    return { event, native, logsource: LOGSOURCE };
  },
};

function readChange(text: string): { from: string; to: string; failed: boolean; tty?: string } | undefined {
  const util = UTIL_LINUX.exec(text);
  if (util !== null) {
    return { from: util[3] as string, to: util[2] as string, failed: util[1] !== undefined, tty: util[4] as string };
  }
  const shadow = SHADOW.exec(text);
  if (shadow !== null) return { from: shadow[3] as string, to: shadow[2] as string, failed: shadow[1] === 'FAILED' };
  const signed = SIGNED.exec(text);
  if (signed === null) return undefined;
  return { from: signed[3] as string, to: signed[4] as string, failed: signed[1] === '-', tty: signed[2] as string };
}
