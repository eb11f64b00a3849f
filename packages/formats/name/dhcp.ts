import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { canonicalIp } from '../event/address.ts';
import { newNative } from '../event/native.ts';
import { newEvent, newHostEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { isoTime, localTime } from '../time/parse.ts';

const MESSAGE =
  /^(DHCP(?:DISCOVER|OFFER|REQUEST|ACK|NAK|DECLINE|RELEASE|INFORM|LEASEQUERY|LEASEACTIVE|LEASEUNKNOWN|EXPIRE))\b/;
const IP = /(?:on|for|of|to) (\d{1,3}(?:\.\d{1,3}){3})/;
const MAC = /(?:from|to|\() ?([0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5})/;
const NAME = /[0-9a-fA-F:]{17} \(([^)]{1,64})\)/;
const VIA = / via (\S{1,64}?)(?::|$| )/;
const KEA = /^(?:\S{1,64} ){0,2}(?:INFO|WARN|ERROR|DEBUG) +\[?[\w./-]{0,64}\]? ?(DHCP[46]_[A-Z_]{3,40})(.*)$/;

/** ISC dhcpd, dnsmasq's DHCP and Kea. */
export const dhcp: LineDecoder = {
  name: 'dhcp',
  confidence: 0.96,
  sniff: (line) =>
    line.text.includes(' [kea-dhcp') ||
    (line.envelope !== undefined &&
      (line.text.startsWith('DHCP') ||
        line.envelope.app?.startsWith('dhcpd') === true ||
        line.envelope.app === 'dnsmasq-dhcp' ||
        line.envelope.app?.startsWith('kea-dhcp') === true)),
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const event = startOf(line, context);
    const native = newNative();
    native['message'] = line.text;
    event.event.category = ['network'];
    event.event.type = ['info'];
    event.network = { protocol: 'dhcp', transport: 'udp' };
    const kind = MESSAGE.exec(line.text)?.[1] ?? KEA.exec(line.text.slice(0, 512))?.[1];
    if (kind !== undefined) {
      event.event.action = kind.toLowerCase();
      native['type'] = kind;
    }
    const masq = /^DHCP[A-Z]+\((\S{1,32})\) (?:(\d{1,3}(?:\.\d{1,3}){3}) )?([0-9a-f:]{17})(?: (\S{1,64}))?/.exec(
      line.text,
    );
    const lease6 = /for address ([0-9a-fA-F:]{3,45}) /.exec(line.text)?.[1];
    const ip = masq?.[2] ?? lease6 ?? IP.exec(line.text)?.[1] ?? /lease (\d{1,3}(?:\.\d{1,3}){3})/.exec(line.text)?.[1];
    const mac = masq?.[3] ?? MAC.exec(line.text)?.[1] ?? /hwtype=\d+ ([0-9a-fA-F:]{17})/.exec(line.text)?.[1];
    const name = masq?.[4] ?? NAME.exec(line.text)?.[1];
    addLease(event, native, ip, mac, name);
    const via = VIA.exec(line.text)?.[1];
    if (via !== undefined) native['via'] = via;
    return { event, native, logsource: { product: 'linux', service: 'dhcp' } };
  },
};

/** Kea writes its own file, with its own time. */
function startOf(line: Line, context: DecodeContext): DecodedBody['event'] {
  if (line.envelope !== undefined) return newHostEvent(line.text, line.envelope, context, 'dhcp.log');
  const event = newEvent(isoTime(line.text, 0, context.zone), context, 'dhcp.log');
  event.message = line.text;
  event.process = { name: /\[(kea-dhcp[46])/.exec(line.text.slice(0, 128))?.[1] ?? 'kea' };
  return event;
}

function addLease(
  event: DecodedBody['event'],
  native: DecodedBody['native'],
  ip: string | undefined,
  mac: string | undefined,
  name: string | undefined,
): void {
  const address = ip === undefined ? undefined : canonicalIp(ip);
  if (address !== undefined) native['assigned_ip'] = address;
  if (mac !== undefined) native['mac'] = mac.toLowerCase();
  if (name !== undefined) native['client_name'] = name;
  if (address === undefined && mac === undefined) return;
  event.client = {
    ...(address === undefined ? {} : { ip: address }),
    ...(mac === undefined ? {} : { mac: mac.replaceAll(':', '-').toUpperCase() }),
    ...(name === undefined ? {} : { domain: name }),
  };
}

const ROW =
  /^(\d{2}),(\d\d)\/(\d\d)\/(\d\d),(\d\d):(\d\d):(\d\d),([^,]{1,64}),([^,]{0,45}),([^,]{0,255}),([^,]{0,32})(?:,(.*))?$/;
/** Columns behind the MAC address, of Windows Server 2012 and later. */
const MORE = [
  'User Name',
  'TransactionID',
  'QResult',
  'Probationtime',
  'CorrelationID',
  'Dhcid',
  'VendorClass(Hex)',
  'VendorClass(ASCII)',
  'UserClass(Hex)',
  'UserClass(ASCII)',
  'RelayAgentInformation',
  'DnsRegError',
];
const ACTIONS: Record<string, string> = {
  '00': 'log-started',
  '01': 'log-stopped',
  '10': 'assign',
  '11': 'renew',
  '12': 'release',
  '13': 'conflict',
  '14': 'denied',
  '15': 'denied',
  '16': 'deleted',
  '17': 'expired',
  '18': 'expired',
  '24': 'cleanup',
  '25': 'cleanup',
  '30': 'dns-update-request',
  '31': 'dns-update-failed',
  '32': 'dns-update-successful',
  '36': 'dropped',
};

/** Microsoft DHCP Server's audit log: `ID,Date,Time,Description,IP Address,Host Name,MAC Address,…`. */
export const windowsDhcp: LineDecoder = {
  name: 'windows-dhcp',
  confidence: 0.97,
  sniff: (line) => line.text.charCodeAt(2) === 44 && line.text.charCodeAt(5) === 47 && line.text.charCodeAt(8) === 47,
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const match = ROW.exec(line.text);
    if (match === null) return undefined;
    const [, id, month, day, year, hour, minute, second, description, ip, name, mac, rest] =
      match as unknown as string[];
    const time = localTime(
      2000 + Number(year),
      Number(month) - 1,
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
      0,
      context.zone,
    );
    const event = newEvent(time, context, 'windows.dhcp_server');
    event.message = description as string;
    event.event.code = id as string;
    event.event.category = ['network'];
    event.event.type = ['info'];
    event.event.action = ACTIONS[id as string] ?? (description as string).toLowerCase();
    event.network = { protocol: 'dhcp', transport: 'udp' };
    const native = newNative();
    native['EventID'] = Number(id);
    native['Description'] = description;
    addLease(
      event,
      native,
      ip === '' ? undefined : ip,
      mac === '' ? undefined : (mac as string).replace(/(..)(?=.)/g, '$1:'),
      name === '' ? undefined : name,
    );
    (rest ?? '').split(',', MORE.length).forEach((value, index) => {
      const column = MORE[index] as string;
      if (value === '') return;
      native[column] = value;
      keepUnmapped(event, column, value, context.limits);
    });
    return { event, native, logsource: { product: 'windows', service: 'dhcp-server' } };
  },
};
