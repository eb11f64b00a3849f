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
  return '';
}
