import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { canonicalIp } from '../event/address.ts';
import { newHostEvent } from '../event/new-event.ts';
import { hostNative } from '../linux/host-native.ts';
import type { Envelope } from '../syslog/envelope.ts';

const LOGSOURCE = { product: 'linux', service: 'postfix' };
const QUEUE = /^([0-9A-F]{6,20}|[0-9A-Za-z]{10,24}): /;
const PAIR =
  /(?:^|, | )(to|from|orig_to|relay|delay|delays|dsn|status|client|sasl_method|sasl_username|message-id|size|nrcpt|proto|helo)=(<[^>]{0,512}>|[^,\s]{1,512}(?: \([^)]{0,1024}\)?)?)/g;
const PEER = /(?:from |client=|to |for |NEW |OLD |relay=|: )([\w.-]{0,255})\[([0-9a-fA-F.:]{2,45})\](?::(\d{1,5}))?/;
const SASL = /warning: [^:]{1,300}: SASL ([A-Z0-9-]{2,24}) authentication failed/;

/** Postfix: smtpd, smtp, qmgr, cleanup, local, pickup and their kin. */
export const postfix: LineDecoder = {
  name: 'postfix',
  confidence: 0.97,
  sniff: (line) => line.envelope?.app?.startsWith('postfix') === true,
  decode: (line: Line, context: DecodeContext): DecodedBody => {
    const envelope = line.envelope as Envelope;
    const event = newHostEvent(line.text, envelope, context, 'postfix.log');
    const native = hostNative(line.text, envelope);
    const service = envelope.app?.split('/').at(-1);
    event.service = { name: 'postfix', type: 'postfix' };
    native['service'] = service;
    const queue = QUEUE.exec(line.text)?.[1];
    if (queue !== undefined) {
      native['queue_id'] = queue;
      event.transaction = { id: queue };
    }
    for (const pair of line.text.slice(0, 4096).matchAll(PAIR))
      native[pair[1] as string] ??= (pair[2] as string).replace(/^<|>$/g, '');
    const peer = PEER.exec(line.text);
    if (peer !== null) addPeer(event, native, peer);
    categorise(event, native, line.text, service ?? '');
    return { event, native, logsource: LOGSOURCE };
  },
};

function addPeer(event: DecodedBody['event'], native: DecodedBody['native'], peer: RegExpExecArray): void {
  const ip = canonicalIp(peer[2] as string);
  if (ip === undefined) return;
  const endpoint = { ip, ...(peer[1] === 'unknown' || peer[1] === '' ? {} : { domain: peer[1] as string }) };
  if (native['relay'] !== undefined)
    event.destination = { ...endpoint, ...(peer[3] === undefined ? {} : { port: Number(peer[3]) }) };
  else event.source = endpoint;
  native[native['relay'] === undefined ? 'src_ip' : 'dst_ip'] = ip;
}

function categorise(event: DecodedBody['event'], native: DecodedBody['native'], text: string, service: string): void {
  event.event.category = ['email'];
  event.event.type = ['info'];
  const from = native['from'];
  const to = native['to'];
  const id = native['message-id'];
  if (typeof from === 'string' && from !== '') event.email = { ...event.email, from: { address: [from] } };
  if (typeof to === 'string' && to !== '') event.email = { ...event.email, to: { address: [to] } };
  if (typeof id === 'string') event.email = { ...event.email, message_id: id };
  const user = native['sasl_username'];
  if (typeof user === 'string') event.user = { name: user };
  const status = native['status'];
  if (typeof status === 'string') {
    event.event.action = status.split(' ', 1)[0] as string;
    event.event.outcome = status.startsWith('sent') ? 'success' : 'failure';
  } else if (SASL.test(text)) {
    event.event.category = ['authentication', 'email'];
    event.event.type = ['start'];
    event.event.action = 'sasl-authentication';
    event.event.outcome = 'failure';
  } else if (text.includes('NOQUEUE: reject')) {
    event.event.type = ['denied'];
    event.event.action = 'reject';
    event.event.outcome = 'failure';
  } else if (
    text.startsWith('connect from') ||
    text.startsWith('disconnect from') ||
    text.startsWith('lost connection')
  ) {
    event.event.category = ['email', 'network'];
    event.event.action = text.startsWith('connect') ? 'connect' : 'disconnect';
  } else if (user !== undefined) {
    event.event.category = ['authentication', 'email'];
    event.event.action = 'sasl-authentication';
    event.event.outcome = 'success';
  } else event.event.action = service;
}
