import { flatNative } from '../cloud/aliases.ts';
import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { setEcs } from '../event/mapping.ts';
import { newEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { anyTime } from '../time/parse.ts';
import { has, isObject, type JsonObject } from './value.ts';

/** A product whose JSON needs no more than this: what tells it, where its rules look, which fields are what. */
interface Product {
  readonly name: string;
  readonly is: (value: JsonObject) => boolean;
  readonly logsource: DecodedBody['logsource'];
  readonly category: string;
  readonly time: readonly string[];
  /** Name in the record (first level, or `a.b`) to ECS field. */
  readonly fields: Readonly<Record<string, string>>;
}

const PRODUCTS: readonly Product[] = [
  {
    name: 'opencanary',
    is: (value) => has(value, 'logtype') && has(value, 'node_id') && has(value, 'logdata'),
    logsource: { product: 'opencanary', category: 'application' },
    category: 'intrusion_detection',
    time: ['utc_time', 'local_time'],
    fields: { src_host: 'source.ip', src_port: 'source.port', dst_host: 'destination.ip', dst_port: 'destination.port', node_id: 'host.name', 'logdata.USERNAME': 'user.name' },
  },
  {
    name: 'bitbucket-audit',
    is: (value) => isObject(value['auditType']) && has(value, 'author'),
    logsource: { product: 'bitbucket', service: 'audit' },
    category: 'configuration',
    time: ['timestamp'],
    fields: { 'auditType.action': 'event.action', 'author.name': 'user.name', 'author.id': 'user.id', source: 'source.ip' },
  },
  {
    name: 'onelogin',
    is: (value) => has(value, 'event_type_id') && (has(value, 'account_id') || has(value, 'event_timestamp')),
    logsource: { product: 'onelogin', service: 'onelogin.events' },
    category: 'authentication',
    time: ['event_timestamp', 'created_at'],
    fields: { user_name: 'user.name', user_id: 'user.id', ipaddr: 'source.ip', app_name: 'service.name', notes: 'event.reason' },
  },
  {
    name: 'cisco-duo',
    is: (value) => has(value, 'event_type') && has(value, 'factor') && (has(value, 'access_device') || has(value, 'auth_device')),
    logsource: { product: 'cisco', service: 'duo' },
    category: 'authentication',
    time: ['isotimestamp', 'timestamp'],
    fields: { 'user.name': 'user.name', 'access_device.ip': 'source.ip', result: 'event.reason', 'application.name': 'service.name', txid: 'transaction.id' },
  },
  {
    name: 'wazuh',
    is: (value) => isObject(value['rule']) && isObject(value['agent']) && isObject(value['manager']),
    logsource: { product: 'wazuh' },
    category: 'intrusion_detection',
    time: ['timestamp'],
    fields: { 'rule.id': 'rule.id', 'rule.description': 'rule.name', 'rule.level': 'event.severity', 'agent.name': 'host.name', 'agent.id': 'agent.id', 'data.srcip': 'source.ip', 'data.dstip': 'destination.ip', 'data.srcport': 'source.port', 'data.dstport': 'destination.port', 'data.srcuser': 'user.name', 'data.dstuser': 'user.target.name', full_log: 'event.reason', 'rule.mitre.id': 'threat.technique.id', 'rule.mitre.technique': 'threat.technique.name' },
  },
  {
    name: 'crowdstrike',
    is: (value) => isObject(value['metadata']) && isObject(value['event']) && has(value['metadata'], 'eventType') && has(value['metadata'], 'customerIDString'),
    logsource: { product: 'crowdstrike' },
    category: 'malware',
    time: ['metadata.eventCreationTime'],
    fields: { 'event.DetectName': 'rule.name', 'event.DetectDescription': 'rule.description', 'event.ComputerName': 'host.name', 'event.UserName': 'user.name', 'event.FileName': 'process.name', 'event.FilePath': 'process.executable', 'event.CommandLine': 'process.command_line', 'event.SHA256String': 'process.hash.sha256', 'event.LocalIP': 'host.ip', 'event.Severity': 'event.severity', 'event.DetectId': 'event.id' },
  },
]; // biome-ignore format: one table

function at(value: JsonObject, path: string): unknown {
  let found: unknown = value;
  for (const name of path.split('.')) found = isObject(found) ? found[name] : undefined;
  return found;
}

const ALERTS = new Set(['intrusion_detection', 'malware']);

function decoderOf(product: Product): ObjectDecoder {
  return {
    name: product.name,
    confidence: 0.95,
    sniff: product.is,
    decode: (value: JsonObject, context: DecodeContext): DecodedBody => {
      let time = Number.NaN;
      for (const name of product.time) {
        time = anyTime(at(value, name), context);
        if (!Number.isNaN(time)) break;
      }
      const event = newEvent(time, context, product.name);
      if (ALERTS.has(product.category)) event.event.kind = 'alert';
      event.event.category = [product.category];
      event.event.type = ['info'];
      for (const [name, field] of Object.entries(product.fields)) setEcs(event, field, at(value, name));
      for (const key in value) if (value[key] !== null) keepUnmapped(event, key, value[key], context.limits);
      return { event, native: flatNative(value, context.limits.nativeFields), logsource: product.logsource };
    },
  };
}

/** Products that a table describes whole. */
export const productDecoders: readonly ObjectDecoder[] = PRODUCTS.map(decoderOf);
