import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { newHostEvent } from '../event/new-event.ts';
import type { Envelope } from '../syslog/envelope.ts';
import { hostNative } from './host-native.ts';

const LOGSOURCE = { product: 'linux', service: 'syslog' };
const SEGFAULT = /^([^[]{1,64})\[(\d+)\]: segfault at /;
const OOM = /Killed process (\d+)[ ,]\(?([^),]{1,64})\)?/;
const USB = /usb \S+: New USB device found, idVendor=(\w{4}), idProduct=(\w{4})/;
const MODULE = /^(\S{1,64}): (?:loading out-of-tree module taints kernel|module verification failed)/;

/** Kernel messages: crashes, memory kills, device and module loading; the rest keeps its text. */
export const kernel: LineDecoder = {
  name: 'kernel',
  confidence: 0.9,
  sniff: (line) => line.envelope?.app === 'kernel',
  decode: (line: Line, context: DecodeContext): DecodedBody => {
    const envelope = line.envelope as Envelope;
    const event = newHostEvent(line.text, envelope, context, 'system.syslog');
    const native = hostNative(line.text, envelope);
    event.event.category = ['host'];
    event.event.type = ['info'];
    const text = line.text.replace(/^\[ *\d+\.\d+\] /, '');
    const crash = SEGFAULT.exec(text);
    const kill = OOM.exec(text);
    const module = MODULE.exec(text);
    const device = USB.exec(text);
    if (crash !== null) {
      event.event.action = 'segfault';
      event.process = { name: crash[1] as string, pid: Number(crash[2]) };
    } else if (kill !== null) {
      event.event.action = 'oom-kill';
      event.process = { name: kill[2] as string, pid: Number(kill[1]) };
    } else if (module !== null) {
      event.event.action = 'module-loaded';
      event.event.category = ['driver'];
      native['module'] = module[1];
    } else if (device !== null) {
      event.event.action = 'usb-device-found';
      native['idVendor'] = device[1];
      native['idProduct'] = device[2];
    }
    return { event, native, logsource: LOGSOURCE };
  },
};
