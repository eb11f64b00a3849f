import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { newNative } from '../event/native.ts';
import { nameFields } from '../grammar/delimited.ts';
import { asAlert, asConnection, type Device, deviceEvent, settleTransport } from '../network/device.ts';
import { isoTime } from '../time/parse.ts';
import { KOREAN_FIELDS } from './fields.ts';

const DEVICE: Device = { vendor: 'AhnLab', product: 'TrusGuard', type: 'utm' };
const FLOW = 'severity protocol src_ip src_port dst_ip dst_port';

/** Columns behind `date time` by the module (`log flag`): packet filter of versions 1 and 3. */
const PACKET_FILTER =
  'log_kind protocol rule_name src_ip src_port dst_ip dst_port in_interface out_interface nat_type nat_src_ip nat_src_port sent_bytes sent_packets received_bytes received_packets duration state reason institution tcp_flags in_zone out_zone rule_id nat_rule_id ip_version dnat_type nat_dst_ip nat_dst_port';

/** Columns of application logs by module: the tens of version 1, their counterparts of TrusGuard 2 (1xxx), DPX (3xxx), IPX (6xxx). */
const MODULES: Record<string, string> = {
  operation: `${FLOW} action user module description`,
  virus: `${FLOW} action user module filter virus_name file_name mail_from mail_to mail_subject`,
  spam: `${FLOW} action user module filter spam_log mail_from mail_to mail_subject`,
  webfilter: `${FLOW} action user module filter reason url`,
  application: `${FLOW} action user module profile group application alarm description rule_id log_id institution`,
  sslvpn: `${FLOW} action user module vpn_event endpoint_security`,
  ips: `${FLOW} action user module reason in_interface eth_protocol src_mac rule_id vlan rule_name institution out_interface network_direction network_id log_id profile group`,
  access: `${FLOW} action user module src_mac`,
  ddos: `severity protocol src_ip src_port dst_ip dst_port packet_length action user module reason in_interface eth_protocol src_mac rule_id vlan state duration rule_name`,
  cnc: `${FLOW} module profile`,
  isolation: `${FLOW} action user module description institution`,
}; // biome-ignore format: one table

const FLAGS: Record<string, string> = {
  '1': 'operation', '2': 'virus', '3': 'spam', '4': 'webfilter', '6': 'application', '8': 'sslvpn', '9': 'ips', '12': 'access',
  '1010': 'operation', '1020': 'packetfilter', '1030': 'operation', '1100': 'ips', '1110': 'application',
  '3010': 'operation', '3020': 'ddos', '6010': 'operation', '6020': 'packetfilter', '6030': 'ips', '6031': 'application',
  '6050': 'isolation', '6060': 'cnc',
}; // biome-ignore format: one table

/** What the device did, by code. */
const ACTIONS: Record<string, string> = {
  '3001': 'block',
  '3002': 'block',
  '3003': 'allow',
  '3004': 'block',
  '3007': 'limit',
  '3009': 'monitor',
};
const KINDS: Record<string, string> = { '1': 'allow', '2': 'deny', '3': 'allow' };
const HEAD = /^\d`\d`[12]`\d{1,4}`[0-9a-zA-Z]{1,16}`/;

/** AhnLab TrusGuard (UTM, IPX, DPX): values between backticks behind `version, encryption, type, count, device`. */
export const trusguard: LineDecoder = {
  name: 'trusguard',
  confidence: 0.98,
  sniff: (line) => line.text.charCodeAt(1) === 96 && line.text.charCodeAt(3) === 96,
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    if (!HEAD.test(line.text.slice(0, 32))) return undefined;
    const values = line.text.split('`', context.limits.columns);
    const native = newNative();
    nameFields(native, ['version', 'encrypted', 'type', 'count', 'device_id'], values);
    let at = 5;
    let module = 'packetfilter';
    if (!/^\d{8}$/.test(values[at] ?? '')) {
      const flag = values[at] as string;
      native['module_flag'] = flag;
      module = Object.hasOwn(FLAGS, flag) ? (FLAGS[flag] as string) : native['type'] === '1' ? 'packetfilter' : 'other';
      at += 1;
    }
    const day = values[at] ?? '';
    const time = isoTime(
      `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)} ${values[at + 1] ?? ''}`,
      0,
      context.zone,
    );
    const columns = module === 'packetfilter' ? PACKET_FILTER : (MODULES[module] ?? FLOW);
    nameFields(native, columns.split(' '), values, at + 2);
    return trusguardBody(line, native, module, time, context);
  },
};

function trusguardBody(
  line: Line,
  native: DecodedBody['native'],
  module: string,
  time: number,
  context: DecodeContext,
): DecodedBody {
  const event = deviceEvent(
    {
      time,
      envelope: line.envelope,
      dataset: `trusguard.${module}`,
      device: DEVICE,
      native,
      mapping: KOREAN_FIELDS,
      message: line.text,
    },
    context,
  );
  settleTransport(event);
  const code = native['action'];
  const kind = native['log_kind'];
  const action =
    typeof code === 'string' && code !== '0'
      ? (ACTIONS[code] ?? code)
      : typeof kind === 'string'
        ? (KINDS[kind] ?? kind)
        : undefined;
  if (module === 'packetfilter') asConnection(event, native, action);
  else if (module === 'operation') {
    event.event.category = ['configuration'];
    event.event.type = ['info'];
  } else if (module === 'sslvpn') {
    event.event.category = ['authentication', 'session'];
    event.event.type = ['info'];
  } else asAlert(event, native, action);
  if (action !== undefined) event.event.action = action;
  return {
    event,
    native,
    logsource: {
      product: 'trusguard',
      service: module,
      ...(module === 'packetfilter' ? { category: 'firewall' } : {}),
    },
  };
}
