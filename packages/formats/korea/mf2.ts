import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { newNative } from '../event/native.ts';
import { nameFields } from '../grammar/delimited.ts';
import { readKeyValues } from '../grammar/key-value.ts';
import { asAlert, asConnection, type Device, deviceEvent, settleTransport } from '../network/device.ts';
import { isoTime } from '../time/parse.ts';
import { KOREAN_FIELDS } from './fields.ts';

const DEVICE: Device = { vendor: 'SECUI', product: 'MF2', type: 'utm' };

/** Columns of each log type (SECUI MF2 syslog format 2.0), in our names. */
const COLUMNS: Record<string, string> = {
  fw4_allow: 'start_time end_time duration device_name rule_id nat_rule_id src_ip src_port dst_ip dst_port protocol in_interface sent_packets received_packets sent_bytes received_bytes fragment flags reason',
  fw4_deny: 'start_time end_time duration device_name rule_id nat_rule_id src_ip src_port dst_ip dst_port protocol in_interface packets bytes fragment flags reason',
  fw6_allow: 'start_time end_time duration device_name rule_id src_ip src_port dst_ip dst_port protocol in_interface sent_packets received_packets sent_bytes received_bytes ext_header fragment flags reason',
  fw6_deny: 'start_time end_time duration device_name rule_id src_ip src_port dst_ip dst_port protocol in_interface packets bytes ext_header fragment flags reason',
  nat_session: 'start_time end_time device_name nat_rule_id rule_id in_interface src_ip src_port dst_ip dst_port protocol nat_src_ip nat_src_port nat_dst_ip nat_dst_port sent_packets received_packets sent_bytes received_bytes',
  ips_ddos_detect: 'time device_name attack domain src_ip src_port dst_ip dst_port protocol fragment flags src_mac packets bytes action dump_id',
  audit: 'time device_name user user_ip severity menu parameters result reason',
  alert: 'severity time category device_name description',
  mng_blacklist: 'time device_name src_ip src_port dst_ip dst_port protocol block_seconds packets bytes type reason',
  mng_line: 'time device_name in_interface description',
  app_act_webserver_protect: 'time device_name policy_id profile rule_id rule_name src_ip src_port dst_ip dst_port url packets bytes severity action mail dumped',
  app_act_antivirus: 'time device_name policy_id src_ip dst_ip file_size file_name_length virus_name_length description_length action protocol direction file_name virus_name description',
  app_act_urlblock: 'time device_name policy_id src_ip dst_ip category_length host_length url_length category host url',
  fw_act_userauth: 'time device_name user auth_server user_ip action result details',
  sslvpn3_act_auth: 'time device_name user user_ip assigned_ip action description',
  sslvpn3_act_access: 'time device_name dst_ip dst_port user user_ip assigned_ip',
  sslvpn_act_auth: 'time device_name session_id user user_ip result',
  sslvpn_act_access: 'time device_name user src_ip src_port dst_ip dst_port host url method version result',
  vpn_act_ike: 'time device_name tunnel remote_gateway step result severity description',
  vpn_act_ipsec: 'time event_time device_name remote_gateway direction src_flow dst_flow protocol severity spi action description',
}; // biome-ignore format: one table

const HEAD = /\[([a-z][a-z0-9_]{2,48})\] ?\[([^\]]{1,64})\] ?/;

/** SECUI MF2 / BLUEMAX NGF: `[log_type] [device address]` and then values by position, or `name=value` pairs. */
export const mf2: LineDecoder = {
  name: 'secui-mf2',
  confidence: 0.97,
  sniff: (line) => {
    const at = line.raw.indexOf('[');
    return at >= 0 && at < 96 && line.raw.indexOf('] [', at) > at && HEAD.test(line.raw.slice(at, at + 140));
  },
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const body = line.body;
    const head = HEAD.exec(body.slice(0, 240));
    if (head === null) return undefined;
    const [matched, type, address] = head as unknown as [string, string, string];
    const columns = Object.hasOwn(COLUMNS, type) ? (COLUMNS[type] as string).split(' ') : undefined;
    const payload = body.slice(head.index + matched.length);
    const pairs = /^[a-z_]{2,32}=/.test(payload);
    if (columns === undefined && !pairs && !/^(?:fw|ips|app|mng|vpn|sslvpn|nat|ha|audit|alert)/.test(type))
      return undefined;
    const native = newNative();
    native['log_type'] = type;
    native['device_ip'] = address;
    if (pairs) readKeyValues(payload, 0, native, context.limits.columns);
    else {
      const values = payload
        .split(payload.includes('\t') ? '\t' : ',', context.limits.columns)
        .map((value) => value.trim());
      if (columns !== undefined)
        nameFields(
          native,
          columns,
          values.map((value) => (value === '-' ? '' : value)),
        );
      // Sessions begin with two times, their start and end; all else with one.
      else if (/^\d{4}-\d\d-\d\d /.test(values[1] ?? '')) nameFields(native, ['start_time', 'end_time'], values);
      else nameFields(native, ['time', 'device_name'], values);
      if (columns === undefined) native['values'] = values;
    }
    return mf2Body(line, native, type, context);
  },
};

function mf2Body(line: Line, native: DecodedBody['native'], type: string, context: DecodeContext): DecodedBody {
  readAttack(native);
  const stamp = native['end_time'] ?? native['time'] ?? native['start_time'];
  // The header's time is UTC; the one in the message is the device's local time, the same moment without a zone.
  const time = headerTime(line) ?? (typeof stamp === 'string' ? isoTime(stamp, 0, context.zone) : Number.NaN);
  const event = deviceEvent(
    {
      time,
      envelope: line.envelope,
      dataset: `secui.${type}`,
      device: DEVICE,
      native,
      mapping: KOREAN_FIELDS,
      message: line.body,
    },
    context,
  );
  settleTransport(event);
  const userIp = native['user_ip'];
  if (typeof userIp === 'string' && event.source === undefined) event.source = { ip: userIp };
  const action =
    typeof native['action'] === 'string'
      ? native['action']
      : type.endsWith('_allow')
        ? 'allow'
        : type.endsWith('_deny')
          ? 'deny'
          : undefined;
  if (type.startsWith('fw4') || type.startsWith('fw6') || type === 'nat_session') asConnection(event, native, action);
  else if (type.startsWith('ips') || type.startsWith('app_act')) asAlert(event, native, action);
  else if (type === 'audit') {
    event.event.category = ['configuration'];
    event.event.type = ['change'];
  } else if (/auth|login/.test(type)) {
    event.event.category = ['authentication'];
    event.event.type = ['start'];
    event.event.outcome = /succ|성공|^0$/i.test(String(native['result'] ?? native['action'] ?? ''))
      ? 'success'
      : 'failure';
  }
  event.event.code ??= type;
  return {
    event,
    native,
    logsource: { product: 'secui', service: type, ...(type.startsWith('fw') ? { category: 'firewall' } : {}) },
  };
}

/** MF2 writes its header as RFC 5424 but stops after the time. */
function headerTime(line: Line): number | undefined {
  const stamp = /^1 (\d{4}-\d\d-\d\dT[0-9:.]{8,16}Z) /.exec(line.body.slice(0, 48))?.[1];
  const time = stamp === undefined ? Number.NaN : Date.parse(stamp);
  return Number.isNaN(time) ? undefined : time;
}

/** `#21965(HTTP Sensitive file Access Attempt(index.jsp))` is number and name; `#0(IPS)` the protection domain. */
function readAttack(native: DecodedBody['native']): void {
  const attack = native['attack'];
  if (typeof attack === 'string') {
    const match = /^#(\d{1,12})(?:\((.*)\))?$/.exec(attack);
    native['rule_id'] = match?.[1] ?? attack;
    if (match?.[2] !== undefined) native['rule_name'] = match[2];
    else if (match === null) native['rule_name'] = attack;
  }
  const domain = native['domain'];
  const match = typeof domain === 'string' ? /^#\d{1,12}\((.*)\)$/.exec(domain) : null;
  if (match !== null) native['rule_category'] = match[1];
  else if (typeof domain === 'string' && /^\d+\.\d+\.\d+\.\d+$/.test(domain)) native['src_ip'] ??= domain;
}
