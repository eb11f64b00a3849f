import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { splitAddress } from '../event/address.ts';
import { newNative } from '../event/native.ts';
import { asAlert, type Device, deviceEvent } from '../network/device.ts';
import { isoTime } from '../time/parse.ts';
import { KOREAN_FIELDS } from './fields.ts';
import { addWafRequest } from './waf-request.ts';

const DEVICE: Device = { vendor: 'Penta Security', product: 'WAPPLES', type: 'waf' };

/** Labels of the log (`RULE NAME : …`) and the names they get here. */
const LABELS: Record<string, string> = {
  'DETECTION TIME': 'time',
  TIME: 'time',
  'RULE NAME': 'rule_name',
  RULE: 'rule_name',
  'RULE ID': 'rule_id',
  RISK: 'severity',
  'RISK LEVEL': 'severity',
  SEVERITY: 'severity',
  ACTION: 'action',
  RESPONSE: 'action',
  'RESPONSE TYPE': 'action',
  'RESPONSE NAME': 'action',
  HOST: 'host',
  'HOST NAME': 'host',
  URI: 'url',
  URL: 'url',
  METHOD: 'method',
  COUNTRY: 'country',
  'RAW DATA': 'request',
  REQUEST: 'request',
};
const PEERS = /\(client ([^\s)]{2,64})[^)]{0,32}\) ?-> ?\(server ([^\s)]{2,64})/;

/** Penta Security WAPPLES: `[WAPPLES] INTRUSION [WAPPLES] LABEL : value … (client A) -> (server B:port)`. */
export const wapples: LineDecoder = {
  name: 'wapples',
  confidence: 0.98,
  sniff: (line) => line.text.includes('WAPPLES'),
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const parts = line.text.split(/\[WAPPLES\]|\bWAPPLES\b/, 64);
    if (parts.length < 2) return undefined;
    const native = newNative();
    for (const part of parts) {
      const text = part.trim();
      const colon = text.indexOf(' : ');
      const label = colon > 0 ? text.slice(0, colon).trim().toUpperCase() : '';
      if (Object.hasOwn(LABELS, label)) native[LABELS[label] as string] ??= text.slice(colon + 3).trim();
      else if (/^[A-Z][A-Z ]{2,32}$/.test(text)) native['log_type'] ??= text;
      else if (label !== '' && label.length <= 40)
        native[label.toLowerCase().replaceAll(' ', '_')] ??= text.slice(colon + 3).trim();
    }
    const peers = PEERS.exec(line.text);
    if (peers === null && native['log_type'] === undefined && native['time'] === undefined) return undefined;
    if (peers !== null) addPeers(native, peers[1] as string, peers[2] as string);
    const stamp = native['time'];
    const time = typeof stamp === 'string' ? isoTime(stamp, 0, context.zone) : Number.NaN;
    const event = deviceEvent(
      {
        time,
        envelope: line.envelope,
        dataset: 'wapples.intrusion',
        device: DEVICE,
        native,
        mapping: KOREAN_FIELDS,
        message: line.text,
      },
      context,
    );
    asAlert(event, native, typeof native['action'] === 'string' ? native['action'] : 'detect');
    // Its answers to an attack, by the names of its console; the others only note it.
    if (/^(?:disconnect|error ?code|redirect|page|block)/i.test(String(native['action'] ?? '')))
      event.event.type = ['denied'];
    event.event.category = ['web', 'intrusion_detection'];
    event.network = { transport: 'tcp', protocol: 'http' };
    addWafRequest(
      event,
      native,
      native['request'] ??
        (typeof native['url'] === 'string' ? `${String(native['method'] ?? 'GET')} ${native['url']}` : undefined),
    );
    return { event, native, logsource: { product: 'wapples', category: 'webserver', service: 'waf' } };
  },
};

function addPeers(native: DecodedBody['native'], client: string, server: string): void {
  const from = splitAddress(client);
  const to = splitAddress(server);
  native['src_ip'] = from.host;
  if (from.port !== undefined) native['src_port'] = from.port;
  native['dst_ip'] = to.host;
  if (to.port !== undefined) native['dst_port'] = to.port;
}
