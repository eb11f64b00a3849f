import type { EcsEvent, NativeView } from '@haechi/event';
import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { canonicalIp } from '../event/address.ts';
import { setEcs } from '../event/mapping.ts';
import { newNative } from '../event/native.ts';
import { newDeviceEvent } from '../event/new-event.ts';
import { rfc3164Time } from '../time/parse.ts';
import { zoneOfAbbreviation } from '../time/zone.ts';
import { ASA_MESSAGES, PERIMETER } from './cisco-messages.ts';
import { addPort, asAlert, asConnection, settleTransport, transportName } from './device.ts';

const HEAD = /%([A-Z][A-Z0-9_]{1,31}(?:-[A-Z0-9_]{2,24})?)-(?:[A-Z]{2,8}-)?([0-7])-([A-Za-z0-9_]{3,48}):? ?/;

/** Cisco messages: ASA and FTD by number (`%ASA-4-106023:`), IOS, IOS XE and NX-OS by facility and mnemonic. */
export const cisco: LineDecoder = {
  name: 'cisco',
  confidence: 0.97,
  sniff: (line) => line.raw.indexOf('%') >= 0 && HEAD.test(line.raw.slice(0, 320)),
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const head = HEAD.exec(line.raw.slice(0, 320));
    if (head === null) return undefined;
    const [matched, facility, severity, mnemonic] = head as unknown as [string, string, string, string];
    const text = line.raw.slice(head.index + matched.length);
    const firewall = facility === 'ASA' || facility === 'FTD' || facility === 'PIX' || facility === 'FWSM';
    const product = firewall ? facility.toLowerCase() : 'ios';
    const event = newDeviceEvent(
      ownTime(line.raw.slice(0, head.index), line.envelope, context),
      line.envelope,
      context,
      `cisco.${product}`,
      {
        vendor: 'Cisco',
        product: facility === 'PIX' ? 'PIX' : firewall ? facility : 'IOS',
        type: firewall ? 'firewall' : 'switch',
      },
    );
    event.event.code = mnemonic;
    event.event.severity = Number(severity);
    event.message = `${matched}${text}`.trim();
    const native = newNative();
    native['message'] = event.message;
    native['facility'] = facility;
    native['severity'] = Number(severity);
    native['mnemonic'] = mnemonic;
    if (firewall) return asaBody(event, native, mnemonic, text, product);
    return iosBody(event, native, facility, mnemonic, text);
  },
};

const STAMP = /([A-Z][a-z]{2} {1,2}\d{1,2}(?: \d{4})? \d\d:\d\d:\d\d(?:\.\d{1,6})?)(?: ([A-Z]{3,5}))?: ?$/;

/** IOS writes its own time before the message, behind a sequence number or a name; the header's may be a relay's. */
function ownTime(head: string, envelope: Line['envelope'], context: DecodeContext): number {
  const match = STAMP.exec(head);
  if (match === null) return envelope?.time ?? Number.NaN;
  const zone = zoneOfAbbreviation(match[2] ?? '');
  return rfc3164Time(match[1] as string, 0, zone === undefined ? context : { ...context, zone });
}

function asaBody(event: EcsEvent, native: NativeView, id: string, text: string, product: string): DecodedBody {
  if (/^43000[1-5]$/.test(id)) readFtdPairs(event, native, id, text);
  else {
    const known = ASA_MESSAGES.get(id);
    const match = known?.pattern.exec(text) ?? undefined;
    const groups = match?.groups;
    if (known !== undefined && groups !== undefined) {
      fill(event, native, groups['direction'] === 'outbound' ? reversed(groups) : groups);
      const action = groups['action']?.toLowerCase() ?? known.action;
      // A translation has no far side: what it leads to is the source's own address outside.
      if (action.startsWith('translation') && event.destination !== undefined && event.source !== undefined) {
        const { ip, port } = event.destination;
        event.source.nat = { ...(ip === undefined ? {} : { ip }), ...(port === undefined ? {} : { port }) };
      }
      if (known.kind === 'connection') asConnection(event, native, action);
      else if (known.kind === 'alert') asAlert(event, native, action);
      else if (known.kind === 'account') {
        event.event.category = ['iam'];
        event.event.type = ['user', id === '502101' ? 'creation' : id === '502102' ? 'deletion' : 'change'];
        event.event.action = action;
        event.event.outcome = 'success';
      } else {
        event.event.category = known.kind === 'command' ? ['configuration'] : ['authentication'];
        event.event.type = ['info'];
        event.event.action = action;
        if (known.outcome !== undefined) event.event.outcome = known.outcome;
        else if (groups['result'] !== undefined)
          event.event.outcome = /succ/i.test(groups['result']) ? 'success' : 'failure';
      }
    } else perimeter(event, native, id, text);
  }
  settleTransport(event);
  return {
    event,
    native,
    logsource: {
      product: 'cisco',
      service: product,
      ...(event.event.category?.[0] === 'network' ? { category: 'firewall' } : {}),
    },
  };
}

/** An outbound connection is told from the far side: its initiator comes second. */
function reversed(groups: Record<string, string | undefined>): Record<string, string | undefined> {
  return {
    ...groups,
    src: groups['dst'],
    sport: groups['dport'],
    in: groups['out'],
    dst: groups['src'],
    dport: groups['sport'],
    out: groups['in'],
  };
}

/** Puts the named groups of a message into the event. */
function fill(event: EcsEvent, native: NativeView, groups: Record<string, string | undefined>): void {
  for (const name in groups) if (groups[name] !== undefined) native[name] = groups[name];
  endpoint(event, 'source', groups['src'], groups['sport']);
  endpoint(event, 'destination', groups['dst'], groups['dport']);
  const transport = transportName(groups['proto']);
  if (transport !== undefined) event.network = { transport };
  if (groups['service'] !== undefined) event.network = { ...event.network, protocol: groups['service'] };
  if (groups['user'] !== undefined) event.user = { name: groups['user'].replace(/^['"<]|['">]$/g, '') };
  if (groups['rule'] !== undefined) event.rule = { name: groups['rule'] };
  if (groups['in'] !== undefined) event.observer = { ...event.observer, ingress: { name: groups['in'] } };
  if (groups['out'] !== undefined) event.observer = { ...event.observer, egress: { name: groups['out'] } };
  if (groups['bytes'] !== undefined) event.network = { ...event.network, bytes: Number(groups['bytes']) };
  if (groups['reason'] !== undefined) event.event.reason = groups['reason'].trim();
  if (groups['url'] !== undefined) event.url = { original: groups['url'] };
  if (groups['file'] !== undefined) event.file = { name: groups['file'] };
  const clock = /^(\d{1,6}):(\d\d):(\d\d)$/.exec(groups['duration'] ?? '');
  if (clock !== null) event.event.duration = (Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3])) * 1e9;
  if (groups['connection'] !== undefined) event.transaction = { id: groups['connection'] };
  if (groups['command'] !== undefined) event.process = { command_line: groups['command'] };
}

function endpoint(
  event: EcsEvent,
  side: 'source' | 'destination',
  address: string | undefined,
  port: string | undefined,
): void {
  if (address === undefined) return;
  const ip = canonicalIp(address);
  event[side] = ip === undefined ? { address, domain: address } : { ip };
  addPort(event, side, port);
}

/** Classes of messages (the first three digits) about users and their sessions, VPN tunnels, and threats. */
const SESSIONS = /^(?:109|113|308|315|605|611|716|722|734|737|746|772)/;
const TUNNELS = /^(?:402|602|702|713|714|715|750|751|752)/;
const THREATS = /^(?:400|401|402|420|733|338)/;
const USER = /(?:\b(?:Uname|[Uu]ser(?:name)?) ?[=:] ?| user ['"<]|User <)['"<]?([^\s'"<>,:)]{1,64})/;
const DAP_USER = /^DAP: User ([^,\s]{1,64}),/;

/**
 * A message with no pattern of its own: its first two addresses are source and destination; where it is about a user or
 * a tunnel, the first is the peer's.
 */
function perimeter(event: EcsEvent, native: NativeView, id: string, text: string): void {
  const user = (USER.exec(text) ?? DAP_USER.exec(text))?.[1];
  if (user !== undefined) {
    event.user = { name: user };
    native['user'] = user;
  }
  const session = SESSIONS.test(id);
  if (session || TUNNELS.test(id)) {
    const peer = /\bserver ?= ?\S/i.test(text) ? null : new RegExp(PERIMETER.source).exec(text.slice(0, 1024));
    if (peer?.groups !== undefined) endpoint(event, 'source', peer.groups['ip'], peer.groups['port']);
    event.event.category = session ? ['authentication', 'session'] : ['network', 'session'];
    event.event.type = ['info'];
    if (/fail|denied|reject|incorrect|not accessible|invalid|unable/i.test(text)) event.event.outcome = 'failure';
    else if (/succe|permitted|accept|completed|established|created|logged out|normally/i.test(text))
      event.event.outcome = 'success';
    return;
  }
  const found = [...text.slice(0, 1024).matchAll(PERIMETER)].slice(0, 2);
  const [from, to] = found;
  if (from?.groups !== undefined) endpoint(event, 'source', from.groups['ip'], from.groups['port']);
  if (to?.groups !== undefined) endpoint(event, 'destination', to.groups['ip'], to.groups['port']);
  const verdict = /\b(den(?:y|ied)|drop(?:ped)?|permitted|block(?:ed)?)\b/i.exec(text)?.[1];
  if (THREATS.test(id)) asAlert(event, native, verdict?.toLowerCase());
  else if (event.source !== undefined && (event.destination !== undefined || verdict !== undefined))
    asConnection(event, native, verdict?.toLowerCase());
}

const FTD_FIELDS: Readonly<Record<string, string>> = {
  InitiatorBytes: 'source.bytes', ResponderBytes: 'destination.bytes', InitiatorPackets: 'source.packets', ResponderPackets: 'destination.packets',
  IngressZone: 'observer.ingress.alias', EgressZone: 'observer.egress.alias', IngressInterface: 'observer.ingress.name', EgressInterface: 'observer.egress.name',
  ApplicationProtocol: 'network.protocol', WebApplication: 'network.application', UserAgent: 'user_agent.original', HTTPReferer: 'http.request.referrer', HTTPResponse: 'http.response.status_code',
  ReferencedHost: 'url.domain', AccessControlRuleReason: 'event.reason', Classification: 'rule.category', DNSQuery: 'dns.question.name', DNSRecordType: 'dns.question.type', DNSResponseType: 'dns.response_code',
  ConnectionID: 'transaction.id', FileSize: 'file.size', FileType: 'file.mime_type',
}; // biome-ignore format: one table

/** FTD 430001..430005: `SrcIP: 1.2.3.4, SrcPort: 5, …`; values hold no comma but the last. */
function readFtdPairs(event: EcsEvent, native: NativeView, id: string, text: string): void {
  for (const part of text.split(', ', 256)) {
    const colon = part.indexOf(': ');
    if (colon > 0)
      native[part.slice(0, colon).trim()] ??= part
        .slice(colon + 2)
        .trim()
        .replace(/^\\?"|\\?"$/g, '');
  }
  const of = (name: string): string | undefined => (typeof native[name] === 'string' ? native[name] : undefined);
  endpoint(event, 'source', of('SrcIP') ?? of('InitiatorIP'), of('SrcPort') ?? of('InitiatorPort'));
  endpoint(event, 'destination', of('DstIP') ?? of('ResponderIP'), of('DstPort') ?? of('ResponderPort'));
  for (const name in FTD_FIELDS) setEcs(event, FTD_FIELDS[name] as string, of(name));
  const transport = transportName(of('Protocol'));
  if (transport !== undefined) event.network = { ...event.network, transport };
  const user = of('User');
  if (user !== undefined && !/^(?:No Authentication|Unknown)/i.test(user)) event.user = { name: user };
  const url = of('URL');
  if (url !== undefined) event.url = { original: url };
  const action = of('AccessControlRuleAction') ?? of('InlineResult') ?? of('FileAction');
  const rule = id === '430001' ? of('Message') : of('AccessControlRuleName');
  if (rule !== undefined)
    event.rule = { ...event.rule, name: rule, ...(of('SID') === undefined ? {} : { id: of('SID') as string }) };
  const file = of('FileName');
  if (file !== undefined)
    event.file = {
      name: file,
      ...(of('FileSHA256') === undefined ? {} : { hash: { sha256: of('FileSHA256') as string } }),
    };
  if (id === '430001' || id === '430005') asAlert(event, native, action);
  else asConnection(event, native, action);
}

/** Facilities whose rules in Sigma have a service of their own. */
const SERVICES: Record<string, string> = {
  BGP: 'bgp',
  TCP: 'bgp',
  LDP: 'ldp',
  AAA: 'aaa',
  AAAA: 'aaa',
  PARSER: 'aaa',
  SEC_LOGIN: 'syslog',
};
const LOGIN = /\[user: ?(?<user>[^\]]{0,64})\] \[Source: ?(?<src>[^\]]{2,45})\] \[localport: ?(?<dport>\d{1,5})\]/;
const COMMAND = /User:(?<user>\S{1,64}) +logged command:(?<command>.*)$/;
const CONFIGURED =
  /from (?<from>\S{1,32}) by (?<user>\S{1,64})(?: on (?<tty>\S{1,32}))?(?: \((?<src>[0-9a-fA-F.:]{2,45})\))?/;

function iosBody(event: EcsEvent, native: NativeView, facility: string, mnemonic: string, text: string): DecodedBody {
  const groups = (
    LOGIN.exec(text) ??
    COMMAND.exec(text) ??
    (mnemonic.startsWith('CONFIG') ? CONFIGURED.exec(text) : null)
  )?.groups;
  if (groups !== undefined) fill(event, native, groups);
  if (/LOGIN/.test(mnemonic) || /LOGIN/.test(facility)) {
    event.event.category = ['authentication'];
    event.event.type = ['start'];
    event.event.outcome = /FAIL/.test(mnemonic) ? 'failure' : 'success';
  } else if (/CONFIG|CFGLOG/.test(mnemonic)) {
    event.event.category = ['configuration'];
    event.event.type = ['change'];
  } else if (/^IPACCESSLOG/.test(mnemonic)) {
    const list =
      /list (\S{1,64}) (permitted|denied) (\S{1,16}) ([0-9.]{7,15})(?:\((\d{1,5})\))?(?: \S{1,32})? -> ([0-9.]{7,15})(?:\((\d{1,5})\))?/.exec(
        text,
      );
    if (list !== null) {
      fill(event, native, {
        rule: list[1],
        proto: list[3],
        src: list[4],
        sport: list[5],
        dst: list[6],
        dport: list[7],
      });
      asConnection(event, native, list[2]);
      return { event, native, logsource: { product: 'cisco', service: 'ios', category: 'firewall' } };
    }
  }
  event.event.action ??= mnemonic.toLowerCase();
  return {
    event,
    native,
    logsource: {
      product: 'cisco',
      service: Object.hasOwn(SERVICES, facility) ? (SERVICES[facility] as string) : 'syslog',
    },
  };
}
