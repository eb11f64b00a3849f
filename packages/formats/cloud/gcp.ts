import type { EcsEvent, NativeView } from '@haechi/event';
import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { setEcs } from '../event/mapping.ts';
import { newEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { isObject, type JsonObject, objectAt, textAt } from '../json/value.ts';
import { anyTime } from '../time/parse.ts';
import { flatNative } from './aliases.ts';

/** Google Cloud audit logs (LogEntry with an AuditLog payload), Google Workspace's among them; also inside Pub/Sub's `data`. */
export const gcp: ObjectDecoder = {
  name: 'gcp-audit',
  confidence: 0.98,
  sniff: (value) => payloadOf(entryOf(value)) !== undefined,
  decode: (value: JsonObject, context: DecodeContext): DecodedBody | undefined => {
    const entry = entryOf(value);
    const payload = payloadOf(entry);
    if (payload === undefined) return undefined;
    const event = newEvent(anyTime(entry['timestamp'] ?? entry['receiveTimestamp'], context), context, 'gcp.audit');
    const method = textAt(payload, 'methodName') ?? '';
    const service = textAt(payload, 'serviceName') ?? '';
    event.event.action = method;
    event.event.provider = service;
    setEcs(event, 'event.id', entry['insertId']);
    const status = objectAt(payload, 'status');
    const code = status?.['code'];
    event.event.outcome = code === undefined || code === 0 ? 'success' : 'failure';
    if (status !== undefined) setEcs(event, 'error.message', status['message']);
    const resource = objectAt(entry, 'resource');
    const labels = objectAt(resource ?? {}, 'labels');
    event.cloud = { provider: 'gcp', service: { name: service } };
    setEcs(event, 'cloud.project.id', labels?.['project_id']);
    setEcs(event, 'cloud.region', labels?.['location'] ?? labels?.['zone']);
    setEcs(event, 'user.email', textAt(objectAt(payload, 'authenticationInfo'), 'principalEmail'));
    setEcs(event, 'user.name', textAt(objectAt(payload, 'authenticationInfo'), 'principalEmail'));
    const request = objectAt(payload, 'requestMetadata');
    setEcs(event, 'source.ip', request?.['callerIp']);
    setEcs(event, 'user_agent.original', request?.['callerSuppliedUserAgent']);
    setEcs(event, 'orchestrator.resource.name', payload['resourceName']);
    categorise(event, method, service);
    for (const key of ['request', 'response', 'authorizationInfo', 'metadata', 'serviceData']) {
      if (payload[key] !== undefined && payload[key] !== null) keepUnmapped(event, key, payload[key], context.limits);
    }
    const native = flatNative(entry, context.limits.nativeFields);
    addNames(native, payload, method, service);
    return { event, native, logsource: { product: 'gcp', service: serviceOf(service) } };
  },
};

function entryOf(value: JsonObject): JsonObject {
  const data = value['data'];
  return isObject(data) && isObject(data['protoPayload']) ? data : value;
}

function payloadOf(entry: JsonObject): JsonObject | undefined {
  const payload = objectAt(entry, 'protoPayload') ?? objectAt(entry, 'proto_payload');
  return payload !== undefined && payload['methodName'] !== undefined ? payload : undefined;
}

function serviceOf(service: string): string {
  if (service === 'admin.googleapis.com') return 'google_workspace.admin';
  return service === 'login.googleapis.com' ? 'google_workspace.login' : 'gcp.audit';
}

function categorise(event: EcsEvent, method: string, service: string): void {
  const verb = method.slice(method.lastIndexOf('.') + 1).toLowerCase();
  const type = /create|insert|add|enable/.test(verb)
    ? 'creation'
    : /delete|remove|disable|destroy/.test(verb)
      ? 'deletion'
      : /update|patch|set|modify/.test(verb)
        ? 'change'
        : 'access';
  event.event.category =
    service === 'login.googleapis.com'
      ? ['authentication']
      : /iam|SetIamPolicy|admin\./i.test(`${service} ${method}`)
        ? ['iam']
        : ['configuration'];
  event.event.type = [type];
}

/** Rules say `gcp.audit.method_name`, `data.protoPayload.…` and, for Workspace, the event's own parameters. */
function addNames(native: NativeView, payload: JsonObject, method: string, service: string): void {
  native['gcp.audit.method_name'] = method;
  native['gcp.audit.service_name'] = service;
  native['eventService'] = service;
  native['protoPayload.Servicename'] = service;
  for (const name of Object.keys(native))
    if (name.startsWith('protoPayload.') || name.startsWith('resource.') || name === 'logName')
      native[`data.${name}`] ??= native[name];
  if (native['logName'] !== undefined) native['data.protoPayload.logName'] ??= native['logName'];
  if (native['resource.type'] !== undefined) native['data.protoPayload.resource.type'] ??= native['resource.type'];
  const events = objectAt(payload, 'metadata')?.['event'];
  if (!Array.isArray(events)) return;
  for (const item of events.slice(0, 16)) {
    if (!isObject(item)) continue;
    native['eventName'] ??= item['eventName'];
    const parameters = item['parameter'];
    if (!Array.isArray(parameters)) continue;
    for (const parameter of parameters.slice(0, 64)) {
      if (!isObject(parameter) || typeof parameter['name'] !== 'string') continue;
      native[parameter['name'].toLowerCase()] ??= parameter['value'] ?? parameter['boolValue'] ?? parameter['intValue'];
    }
  }
}
