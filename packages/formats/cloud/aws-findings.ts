import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { setEcs } from '../event/mapping.ts';
import { newEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { isObject, type JsonObject, type JsonValue, numberAt, objectAt, textAt } from '../json/value.ts';
import { anyTime } from '../time/parse.ts';
import { flatNative } from './aliases.ts';

/** Follows names down; `undefined` where one is missing. Names may be in either case, as export and API differ. */
function at(value: JsonObject | undefined, ...names: readonly string[]): JsonValue | undefined {
  let found: JsonValue | undefined = value;
  for (const name of names) {
    if (!isObject(found)) return undefined;
    found = found[name] ?? found[name.charAt(0).toUpperCase() + name.slice(1)];
  }
  return found;
}

/** Amazon GuardDuty findings, as exported, from EventBridge or from the API. */
export const guardduty: ObjectDecoder = {
  name: 'aws-guardduty',
  confidence: 0.98,
  sniff: (value) => {
    const service = value['service'] ?? value['Service'];
    return (
      isObject(service) &&
      (service['serviceName'] === 'guardduty' ||
        service['ServiceName'] === 'guardduty' ||
        (at(value, 'type') !== undefined && service['detectorId'] !== undefined))
    );
  },
  decode: (value: JsonObject, context: DecodeContext): DecodedBody => {
    const service = at(value, 'service') as JsonObject;
    const seen = at(service, 'eventLastSeen') ?? at(value, 'updatedAt') ?? at(value, 'createdAt');
    const event = newEvent(anyTime(seen, context), context, 'aws.guardduty');
    event.event.kind = 'alert';
    event.event.category = ['intrusion_detection'];
    event.event.type = ['info'];
    const type = at(value, 'type');
    setEcs(event, 'event.id', at(value, 'id'));
    setEcs(event, 'event.severity', at(value, 'severity'));
    setEcs(event, 'rule.name', type);
    setEcs(event, 'rule.category', typeof type === 'string' ? type.split(':', 1)[0] : undefined);
    setEcs(event, 'rule.description', at(value, 'description'));
    const title = at(value, 'title');
    if (typeof title === 'string') event.message = title;
    event.cloud = { provider: 'aws', service: { name: 'guardduty' } };
    setEcs(event, 'cloud.region', at(value, 'region'));
    setEcs(event, 'cloud.account.id', at(value, 'accountId'));
    setEcs(event, 'cloud.instance.id', at(value, 'resource', 'instanceDetails', 'instanceId'));
    setEcs(event, 'user.name', at(value, 'resource', 'accessKeyDetails', 'userName'));
    addAction(event, at(service, 'action'));
    keepUnmapped(event, 'resource', at(value, 'resource') ?? null, context.limits);
    return {
      event,
      native: flatNative(value, context.limits.nativeFields),
      logsource: { product: 'aws', service: 'guardduty' },
    };
  },
};

function addAction(event: DecodedBody['event'], action: JsonValue | undefined): void {
  if (!isObject(action)) return;
  setEcs(event, 'event.action', at(action, 'actionType'));
  for (const kind of [
    'networkConnectionAction',
    'awsApiCallAction',
    'kubernetesApiCallAction',
    'rdsLoginAttemptAction',
  ] as const) {
    const detail = at(action, kind);
    if (!isObject(detail)) continue;
    setEcs(event, 'source.ip', at(detail, 'remoteIpDetails', 'ipAddressV4'));
    setEcs(event, 'source.port', at(detail, 'remotePortDetails', 'port'));
    setEcs(event, 'source.geo.country_name', at(detail, 'remoteIpDetails', 'country', 'countryName'));
    setEcs(event, 'destination.ip', at(detail, 'localIpDetails', 'ipAddressV4'));
    setEcs(event, 'destination.port', at(detail, 'localPortDetails', 'port'));
  }
  setEcs(event, 'dns.question.name', at(action, 'dnsRequestAction', 'domain'));
  const probe = at(action, 'portProbeAction', 'portProbeDetails');
  const first = Array.isArray(probe) && isObject(probe[0]) ? probe[0] : undefined;
  setEcs(event, 'source.ip', at(first, 'remoteIpDetails', 'ipAddressV4'));
  setEcs(event, 'destination.port', at(first, 'localPortDetails', 'port'));
}

/** AWS Security Hub findings (ASFF) and whatever speaks that format. */
export const securityHub: ObjectDecoder = {
  name: 'aws-securityhub',
  confidence: 0.97,
  sniff: (value) =>
    value['SchemaVersion'] !== undefined && value['ProductArn'] !== undefined && value['GeneratorId'] !== undefined,
  decode: (value: JsonObject, context: DecodeContext): DecodedBody => {
    const event = newEvent(anyTime(value['UpdatedAt'] ?? value['CreatedAt'], context), context, 'aws.securityhub');
    event.event.kind = 'alert';
    event.event.category = ['vulnerability'];
    event.event.type = ['info'];
    event.message = textAt(value, 'Title') ?? '';
    setEcs(event, 'event.id', value['Id']);
    setEcs(event, 'event.severity', numberAt(objectAt(value, 'Severity'), 'Normalized'));
    setEcs(event, 'rule.id', value['GeneratorId']);
    setEcs(event, 'rule.name', value['Title']);
    setEcs(event, 'rule.description', value['Description']);
    event.cloud = { provider: 'aws' };
    setEcs(event, 'cloud.account.id', value['AwsAccountId']);
    setEcs(event, 'cloud.region', value['Region']);
    if (value['Resources'] !== undefined) keepUnmapped(event, 'Resources', value['Resources'], context.limits);
    return {
      event,
      native: flatNative(value, context.limits.nativeFields),
      logsource: { product: 'aws', service: 'securityhub' },
    };
  },
};
