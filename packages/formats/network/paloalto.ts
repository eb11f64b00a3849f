import type { EcsEvent, NativeView } from '@haechi/event';
import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { compileMapping, setEcs } from '../event/mapping.ts';
import { newNative } from '../event/native.ts';
import { nameFields, splitDelimited } from '../grammar/delimited.ts';
import { isoTime } from '../time/parse.ts';
import { asAlert, asConnection, type Device, deviceEvent, settleTransport } from './device.ts';

const DEVICE: Device = { vendor: 'Palo Alto Networks', product: 'PAN-OS', type: 'firewall' };
const HEAD = ',receive_time,serial,type,subtype,,time_generated,';
const FLOW = `${HEAD}src,dst,natsrc,natdst,rule,srcuser,dstuser,app,vsys,from,to,inbound_if,outbound_if,logset,,sessionid,repeatcnt,sport,dport,natsport,natdport,flags,proto,action,`;

/** Columns of each log type (PAN-OS 10 and 11, "Syslog Field Descriptions"); later versions add columns at the end. */
const COLUMNS: Record<string, string> = {
  TRAFFIC: `${FLOW}bytes,bytes_sent,bytes_received,packets,start,elapsed,category,,seqno,actionflags,srcloc,dstloc,,pkts_sent,pkts_received,session_end_reason,,,,,vsys_name,device_name,action_source`,
  THREAT: `${FLOW}misc,threatid,category,severity,direction,seqno,actionflags,srcloc,dstloc,,contenttype,pcap_id,filedigest,cloud,url_idx,user_agent,filetype,xff,referer,sender,subject,recipient,reportid,,,,,vsys_name,device_name,,src_uuid,dst_uuid,http_method`,
  DECRYPTION: `${FLOW}tunnel,,,src_uuid,dst_uuid,rule_uuid,hs_stage_c2f,hs_stage_f2s,tls_version,tls_keyxchg,tls_enc,tls_auth,policy_name,ec_curve,err_index,root_status,chain_status,proxy_type,cert_serial,fingerprint,notbefore,notafter,cert_ver,cert_size,,,,,cert_flags,cn,issuer_cn,root_cn,sni,error`,
  TUNNEL: `${FLOW}severity,seqno,actionflags,srcloc,dstloc,,,,,vsys_name,device_name,tunnelid,monitortag,parent_session_id,parent_start_time,tunnel,bytes,bytes_sent,bytes_received,packets,,,pkts_sent,pkts_received`,
  SYSTEM: `${HEAD}vsys,eventid,object,,,module,severity,opaque,seqno,actionflags,,,,,vsys_name,device_name`,
  CONFIG: `${HEAD}host,vsys,cmd,admin,client,result,path,before_change,after_change,seqno,actionflags,,,,,vsys_name,device_name`,
  GLOBALPROTECT: `${HEAD}vsys,eventid,stage,auth_method,tunnel_type,srcuser,srcregion,machinename,public_ip,public_ipv6,private_ip,private_ipv6,hostid,serialnumber,client_ver,client_os,client_os_ver,repeatcnt,reason,error,opaque,status,location,login_duration,connect_method,error_code,portal,seqno`,
  AUTHENTICATION: `${HEAD}vsys,ip,user,normalize_user,object,authpolicy,repeatcnt,authid,vendor,logset,serverprofile,desc,clienttype,event,factorno`,
  USERID: `${HEAD}vsys,ip,user,datasourcename,eventid,repeatcnt,timeout,beginport,endport,datasource,datasourcetype,seqno`,
  HIPMATCH: `${HEAD}srcuser,vsys,machinename,os,src,matchname,repeatcnt,matchtype,,,seqno`,
  CORRELATION: `${HEAD}src,srcuser,vsys,category,severity,,,,,vsys_name,device_name,vsys_id,objectname,object_id,evidence`,
}; // biome-ignore format: one table

const FIELDS = compileMapping({
  src: 'source.ip', ip: 'source.ip', public_ip: 'source.ip', sport: 'source.port', natsrc: 'source.nat.ip', natsport: 'source.nat.port', srcloc: 'source.geo.country_name', bytes_sent: 'source.bytes', pkts_sent: 'source.packets',
  dst: 'destination.ip', dport: 'destination.port', natdst: 'destination.nat.ip', natdport: 'destination.nat.port', dstloc: 'destination.geo.country_name', bytes_received: 'destination.bytes', pkts_received: 'destination.packets',
  srcuser: 'user.name', user: 'user.name', admin: 'user.name', dstuser: 'user.target.name', rule: 'rule.name', app: 'network.application', proto: 'network.transport', bytes: 'network.bytes', packets: 'network.packets',
  from: 'observer.ingress.alias', to: 'observer.egress.alias', inbound_if: 'observer.ingress.name', outbound_if: 'observer.egress.name', serial: 'observer.serial_number', device_name: 'observer.hostname',
  sessionid: 'transaction.id', severity: 'log.level', session_end_reason: 'event.reason', reason: 'event.reason', eventid: 'event.code', filedigest: 'file.hash.sha256', user_agent: 'user_agent.original', referer: 'http.request.referrer', http_method: 'http.request.method',
  sender: 'email.from.address', recipient: 'email.to.address', subject: 'email.subject', machinename: 'host.name', cmd: 'event.action', sni: 'tls.client.server_name', tls_version: 'tls.version', tls_enc: 'tls.cipher', cn: 'tls.server.subject', issuer_cn: 'tls.server.issuer', seqno: 'event.sequence',
}); // biome-ignore format: one table
const PLACED = new Set([
  'type',
  'subtype',
  'receive_time',
  'time_generated',
  'action',
  'opaque',
  'misc',
  'threatid',
  'elapsed',
  'start',
  'src_ip',
  'src_port',
  'dst_ip',
  'dst_port',
  'blocked',
]);

/** Palo Alto Networks PAN-OS: comma-separated values, their meaning by the fourth (`TRAFFIC`, `THREAT`, …). */
export const paloalto: LineDecoder = {
  name: 'paloalto',
  confidence: 0.97,
  sniff: (line) => start(line.body) >= 0,
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const body = line.body.slice(start(line.body));
    const values = splitDelimited(body, ',', context.limits.columns);
    const type = (values[3] ?? '').replace('-', '');
    // The default format of CONFIG has no details of the change; its serial number stands in their place.
    const short = type === 'CONFIG' && /^\d+$/.test(values[14] ?? '') && /^0x/.test(values[15] ?? '');
    const known = Object.hasOwn(COLUMNS, type) ? (COLUMNS[type] as string) : HEAD;
    const columns = short ? known.replace('before_change,after_change,', '') : known;
    const native = newNative();
    nameFields(native, columns.split(','), values);
    if (native['type'] === undefined) return undefined;
    dropUnset(native);
    const stamp = native['time_generated'] ?? native['receive_time'];
    const time = typeof stamp === 'string' ? isoTime(stamp, 0, context.zone) : Number.NaN;
    const event = deviceEvent(
      {
        time,
        envelope: line.envelope,
        dataset: `panw.${type.toLowerCase()}`,
        device: DEVICE,
        native,
        mapping: FIELDS,
        placed: PLACED,
      },
      context,
    );
    settleTransport(event);
    splitUser(event);
    event.message = typeof native['opaque'] === 'string' ? native['opaque'] : body;
    native['message'] = event.message;
    const seconds = Number(native['elapsed']);
    if (seconds > 0) event.event.duration = Math.round(seconds * 1e9);
    return { event, native, logsource: categorise(event, native, type) };
  },
};

const START = /(?:^|[ \t])(?:\d{1,3}),\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d,[0-9A-Za-z]{0,24},[A-Z-]{3,16},/;

/** Position of `1,2024/01/02 03:04:05,SERIAL,TYPE,`, or -1. */
function start(body: string): number {
  const match = START.exec(body.slice(0, 256));
  if (match === null) return -1;
  return match.index + (match[0].charCodeAt(0) <= 32 ? 1 : 0);
}

/** Nothing was translated where the address is 0.0.0.0, and the place of a private address is its range. */
function dropUnset(native: NativeView): void {
  for (const [address, port] of [
    ['natsrc', 'natsport'],
    ['natdst', 'natdport'],
  ] as const) {
    if (native[address] !== '0.0.0.0') continue;
    delete native[address];
    delete native[port];
  }
  for (const place of ['srcloc', 'dstloc']) if (/^\d/.test(String(native[place] ?? ''))) delete native[place];
}

function splitUser(event: EcsEvent): void {
  const name = event.user?.name;
  const slash = name?.indexOf('\\') ?? -1;
  if (event.user === undefined || name === undefined || slash < 0) return;
  event.user.domain = name.slice(0, slash);
  event.user.name = name.slice(slash + 1);
}

function categorise(event: EcsEvent, native: NativeView, type: string): DecodedBody['logsource'] {
  const action = typeof native['action'] === 'string' ? native['action'] : undefined;
  const base = { product: 'paloalto', service: type.toLowerCase() };
  if (type === 'TRAFFIC' || type === 'DECRYPTION' || type === 'TUNNEL') {
    asConnection(event, native, action);
    return { ...base, category: 'firewall' };
  }
  if (type === 'THREAT') return threat(event, native, action, base);
  if (type === 'GLOBALPROTECT' || type === 'AUTHENTICATION' || type === 'USERID') {
    event.event.category = ['authentication'];
    const ends = /logout/i.test(`${String(native['subtype'])} ${String(native['eventid'])}`);
    event.event.type = [ends ? 'end' : 'start'];
    const said = `${String(native['status'] ?? '')} ${String(native['event'] ?? '')} ${String(native['opaque'] ?? '')}`;
    event.event.outcome = /fail|denied|reject/i.test(said)
      ? 'failure'
      : /succ/i.test(said) || type === 'USERID'
        ? 'success'
        : 'unknown';
    return type === 'GLOBALPROTECT' ? { ...base, category: 'appliance' } : base;
  }
  if (type === 'SYSTEM' && /auth|log(?:in|out)/i.test(String(native['eventid']))) {
    systemLogin(event, native);
    return base;
  }
  event.event.category = [type === 'CONFIG' ? 'configuration' : 'host'];
  event.event.type = [type === 'CONFIG' ? 'change' : 'info'];
  if (type === 'CONFIG') event.event.outcome = /succeeded/i.test(String(native['result'])) ? 'success' : 'failure';
  return base;
}

/** Logins to the device and its VPN, told in the text of a SYSTEM log. */
function systemLogin(event: EcsEvent, native: NativeView): void {
  const text = String(native['opaque'] ?? '').slice(0, 1024);
  const name = /(?:[Uu]ser(?: name)?(?:: ?| '))'?([^\s',]{1,128})/.exec(text)?.[1];
  const from = /(?:[Ff]rom:?|from IP) ([0-9a-fA-F.:]{2,45}?)(?:[\s,.]|$)(?!\d)/.exec(text)?.[1];
  if (name !== undefined) {
    event.user = { name };
    splitUser(event);
  }
  setEcs(event, 'source.ip', from);
  event.event.category = ['authentication'];
  const said = `${String(native['eventid'])} ${text}`;
  event.event.type = [/log(?:ged )?out/i.test(said) ? 'end' : 'start'];
  event.event.outcome = /fail|denied|invalid/i.test(said) ? 'failure' : 'success';
  event.event.action = String(native['eventid']);
}

/** `misc` is the URL or the file; `threatid` is `name(id)`. */
function threat(
  event: EcsEvent,
  native: NativeView,
  action: string | undefined,
  base: { product: string; service: string },
): DecodedBody['logsource'] {
  const misc = typeof native['misc'] === 'string' ? native['misc'] : undefined;
  const named = typeof native['threatid'] === 'string' ? /^(.*)\((\d{1,12})\)$/.exec(native['threatid']) : null;
  if (native['subtype'] === 'url') {
    asConnection(event, native, action);
    if (misc !== undefined) {
      event.url = { original: misc };
      native['c-uri'] = misc;
      native['cs-host'] = misc.split('/', 1)[0];
    }
    if (native['user_agent'] !== undefined) native['c-useragent'] = native['user_agent'];
    if (native['http_method'] !== undefined) native['cs-method'] = native['http_method'];
    return { ...base, category: 'proxy' };
  }
  asAlert(event, native, action);
  if (misc !== undefined) event.file = { ...event.file, name: misc };
  event.rule = {
    ...event.rule,
    name: named?.[1] ?? String(native['threatid'] ?? ''),
    ...(named === null ? {} : { id: named[2] as string }),
  };
  return base;
}
