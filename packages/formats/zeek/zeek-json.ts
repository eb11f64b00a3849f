import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { flatten, newNative } from '../event/native.ts';
import { isObject, type JsonObject, textAt } from '../json/value.ts';
import { zeekBody } from './zeek-event.ts';

/** Zeek logs as JSON (LogAscii::use_json, json-streaming-logs, Corelight), whatever they did to the dots of `id.orig_h`. */
export const zeekJson: ObjectDecoder = {
  name: 'zeek-json',
  confidence: 0.96,
  sniff: (value) => {
    if (value['ts'] === undefined && value['_write_ts'] === undefined) return false;
    if (typeof value['uid'] === 'string' || typeof value['fuid'] === 'string') return true;
    return (
      value['_path'] !== undefined ||
      value['@proc'] === 'zeek' ||
      value['id.orig_h'] !== undefined ||
      value['id_orig_h'] !== undefined
    );
  },
  decode: (value: JsonObject, context: DecodeContext): DecodedBody => {
    const native = newNative();
    flatten(native, value, '', context.limits.nativeFields);
    for (const part of ['orig_h', 'orig_p', 'resp_h', 'resp_p']) {
      const flat = native[`id_${part}`];
      if (flat === undefined) continue;
      native[`id.${part}`] = flat;
      delete native[`id_${part}`];
    }
    return zeekBody(pathOf(value), native, context);
  },
};

/** Fields that only one log has: those of plants (Zeek's own and ICSNPP's), then those of offices. */
const SHOWN: readonly (readonly [string, string])[] = [
  ['modbus_detailed_link_id', 'modbus_detailed'], ['write_start_address', 'modbus_read_write_multiple_registers'], ['and_mask', 'modbus_mask_write_register'],
  ['func', 'modbus'], ['fc_request', 'dnp3'], ['fc_reply', 'dnp3'], ['object_type', 'dnp3_objects'], ['trip_control_code', 'dnp3_control'], ['operation_type', 'dnp3_control'],
  ['cip_service', 'cip'], ['cip_service_code', 'cip'], ['product_code', 'cip_identity'], ['io_data', 'cip_io'], ['enip_command', 'enip'],
  ['subfunction_name', 's7comm_plus'], ['blocktype', 's7comm_upload_download'], ['block_type', 's7comm_upload_download'], ['szl_id', 's7comm_read_szl'], ['rosctr_code', 's7comm'], ['pdu_code', 'cotp'],
  ['auth_success', 'ssh'], ['auth_attempts', 'ssh'], ['helo', 'smtp'], ['mailfrom', 'smtp'], ['keyboard_layout', 'rdp'], ['security_protocol', 'rdp'], ['community', 'snmp'],
  ['lease_time', 'dhcp'], ['msg_types', 'dhcp'], ['domainname', 'ntlm'], ['ntlm', 'ntlm'], ['tunnel_type', 'tunnel'], ['addl', 'weird'], ['machine', 'pe'], ['software_type', 'software'], ['data_channel.passive', 'ftp'],
]; // biome-ignore format: one table

/** The log's path as the writer names it, or what its fields show. */
function pathOf(value: JsonObject): string {
  const said =
    textAt(value, '_path') ?? textAt(value, '@stream') ?? textAt(value, 'log_type') ?? textAt(value, '@path');
  if (said !== undefined) return said;
  if (value['conn_state'] !== undefined) return 'conn';
  if (value['qtype_name'] !== undefined || value['query'] !== undefined) return 'dns';
  if (value['request_body_len'] !== undefined || (value['method'] !== undefined && value['uri'] !== undefined))
    return 'http';
  if (value['server_name'] !== undefined || value['cipher'] !== undefined)
    return value['request_type'] === undefined ? 'ssl' : 'kerberos';
  if (value['named_pipe'] !== undefined) return 'dce_rpc';
  if (value['share_type'] !== undefined) return 'smb_mapping';
  if (value['request_type'] !== undefined) return 'kerberos';
  if (value['note'] !== undefined) return 'notice';
  if (value['fuid'] !== undefined)
    return isObject(value['certificate']) || value['certificate.serial'] !== undefined ? 'x509' : 'files';
  for (const [field, path] of SHOWN) if (value[field] !== undefined) return path;
  return '';
}
