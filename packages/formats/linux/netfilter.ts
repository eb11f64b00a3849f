import type { EcsEvent, NativeView } from '@haechi/event';
import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { canonicalIp, portOf } from '../event/address.ts';
import { newHostEvent } from '../event/new-event.ts';
import type { Envelope } from '../syslog/envelope.ts';
import { hostNative } from './host-native.ts';

const LOGSOURCE = { product: 'linux', category: 'firewall', service: 'iptables' };

/** The LOG target of iptables and nftables (nf_log_syslog.c), with ufw's and firewalld's prefixes. */
export const netfilter: LineDecoder = {
  name: 'netfilter',
  confidence: 0.97,
  sniff: (line) => {
    const at = line.text.indexOf('IN=');
    return line.envelope !== undefined && at >= 0 && line.text.indexOf(' SRC=', at) > 0;
  },
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const text = line.text;
    const start = text.indexOf('IN=');
    if (start < 0 || text.indexOf(' OUT=', start) < 0) return undefined;
    const envelope = line.envelope as Envelope;
    const event = newHostEvent(text, envelope, context, 'iptables.log');
    const native = hostNative(text, envelope);
    const prefix = text
      .slice(0, start)
      .replace(/^\[ *\d+\.\d+\] /, '')
      .trim();
    for (const word of text.slice(start).split(' ')) {
      const equals = word.indexOf('=');
      if (equals > 0) native[word.slice(0, equals)] ??= word.slice(equals + 1);
    }
    addFlow(event, native);
    native['prefix'] = prefix;
    native['action'] = actionOf(prefix);
    event.event.category = ['network'];
    event.event.type =
      native['action'] === 'accept'
        ? ['allowed', 'connection']
        : native['action'] === 'drop'
          ? ['denied', 'connection']
          : ['connection'];
    event.event.action = native['action'] as string;
    if (prefix !== '') event.rule = { name: prefix };
    return { event, native, logsource: LOGSOURCE };
  },
};

function actionOf(prefix: string): string {
  if (/ACCEPT|ALLOW|PASS/i.test(prefix)) return 'accept';
  if (/DROP|REJECT|BLOCK|DENY|DENIED/i.test(prefix)) return 'drop';
  return 'log';
}

function addFlow(event: EcsEvent, native: NativeView): void {
  const src = typeof native['SRC'] === 'string' ? canonicalIp(native['SRC']) : undefined;
  const dst = typeof native['DST'] === 'string' ? canonicalIp(native['DST']) : undefined;
  const sourcePort = portOf(native['SPT']);
  const targetPort = portOf(native['DPT']);
  if (src !== undefined) {
    event.source = { ip: src };
    native['src_ip'] = src;
    if (sourcePort !== undefined) {
      event.source.port = sourcePort;
      native['src_port'] = sourcePort;
    }
  }
  if (dst !== undefined) {
    event.destination = { ip: dst };
    native['dst_ip'] = dst;
    if (targetPort !== undefined) {
      event.destination.port = targetPort;
      native['dst_port'] = targetPort;
    }
  }
  const transport = native['PROTO'];
  if (typeof transport === 'string') event.network = { transport: transport.toLowerCase() };
  const ingress = native['IN'];
  const egress = native['OUT'];
  if (typeof ingress === 'string' && ingress !== '') event.observer = { ingress: { name: ingress } };
  if (typeof egress === 'string' && egress !== '') event.observer = { ...event.observer, egress: { name: egress } };
}
