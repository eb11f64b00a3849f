import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { setEcs } from '../event/mapping.ts';
import { newEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { type JsonObject, objectAt, textAt } from '../json/value.ts';
import { anyTime } from '../time/parse.ts';
import { flatNative } from './aliases.ts';

const TYPES: Record<string, string> = {
  create: 'creation',
  update: 'change',
  patch: 'change',
  delete: 'deletion',
  deletecollection: 'deletion',
};

/** Kubernetes audit events (audit.k8s.io/v1). */
export const kubernetes: ObjectDecoder = {
  name: 'kubernetes-audit',
  confidence: 0.99,
  sniff: (value) => value['auditID'] !== undefined && value['verb'] !== undefined && value['requestURI'] !== undefined,
  decode: (value: JsonObject, context: DecodeContext): DecodedBody => {
    const event = newEvent(
      anyTime(value['stageTimestamp'] ?? value['requestReceivedTimestamp'], context),
      context,
      'kubernetes.audit',
    );
    const verb = textAt(value, 'verb') ?? '';
    const object = objectAt(value, 'objectRef');
    const user = objectAt(value, 'user');
    const status = objectAt(value, 'responseStatus');
    event.event.action = verb;
    event.event.category = ['configuration'];
    event.event.type = [TYPES[verb] ?? 'access'];
    setEcs(event, 'event.id', value['auditID']);
    setEcs(event, 'http.response.status_code', status?.['code']);
    const code = event.http?.response?.status_code;
    if (code !== undefined) event.event.outcome = code < 400 ? 'success' : 'failure';
    setEcs(event, 'event.reason', status?.['reason']);
    setEcs(event, 'user.name', user?.['username']);
    setEcs(event, 'user.id', user?.['uid']);
    setEcs(event, 'user.roles', user?.['groups']);
    const addresses = value['sourceIPs'];
    setEcs(event, 'source.ip', Array.isArray(addresses) ? addresses[0] : addresses);
    setEcs(event, 'user_agent.original', value['userAgent']);
    setEcs(event, 'url.original', value['requestURI']);
    event.orchestrator = { ...event.orchestrator, type: 'kubernetes' };
    setEcs(event, 'orchestrator.namespace', object?.['namespace']);
    setEcs(event, 'orchestrator.resource.type', object?.['resource']);
    setEcs(event, 'orchestrator.resource.name', object?.['name']);
    for (const key of ['requestObject', 'responseObject', 'annotations', 'impersonatedUser']) {
      if (value[key] !== undefined && value[key] !== null) keepUnmapped(event, key, value[key], context.limits);
    }
    const native = flatNative(value, context.limits.nativeFields);
    addNames(native);
    return { event, native, logsource: { product: 'kubernetes', category: 'application', service: 'audit' } };
  },
};

/** Short names that rules use for what lies deep in the request. */
function addNames(native: DecodedBody['native']): void {
  for (const name of Object.keys(native)) {
    if (name.endsWith('.hostPath.path') || name.endsWith('.hostPath')) native['hostPath'] ??= native[name];
    else if (name.endsWith('.capabilities.add')) native['capabilities'] ??= native[name];
  }
  if (native['objectRef.apiGroup'] !== undefined) native['apiGroup'] ??= native['objectRef.apiGroup'];
}
