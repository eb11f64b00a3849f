import type { EcsEvent } from '@haechi/event';
import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { splitAddress } from '../event/address.ts';
import { setEcs } from '../event/mapping.ts';
import { newEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { isObject, type JsonObject, type JsonValue, objectAt, parseJson, textAt } from '../json/value.ts';
import { anyTime } from '../time/parse.ts';
import { addCaseAliases, flatNative } from './aliases.ts';

/** The kinds of Azure and Entra ID logs, by the service name Sigma gives them. */
type Kind = 'activitylogs' | 'signinlogs' | 'auditlogs' | 'riskdetection' | 'pim' | 'resourcelogs';

/** Azure Monitor (Event Hub, storage, `az monitor`), Log Analytics tables, and Microsoft Graph, in either spelling. */
export const azure: ObjectDecoder = {
  name: 'azure',
  confidence: 0.95,
  sniff: (value) => kindOf(value) !== undefined,
  decode: (value: JsonObject, context: DecodeContext): DecodedBody | undefined => {
    const kind = kindOf(value);
    if (kind === undefined) return undefined;
    const properties = propertiesOf(value);
    const of = (name: string): JsonValue | undefined => pick(value, name) ?? pick(properties, name);
    const time = anyTime(
      of('time') ??
        of('timeGenerated') ??
        of('eventTimestamp') ??
        of('createdDateTime') ??
        of('activityDateTime') ??
        of('detectedDateTime'),
      context,
    );
    const event = newEvent(time, context, `azure.${kind}`);
    event.cloud = { provider: 'azure' };
    setEcs(
      event,
      'event.action',
      of('operationName') ?? of('operationNameValue') ?? of('activityDisplayName') ?? of('riskEventType'),
    );
    setEcs(event, 'event.id', of('correlationId') ?? of('id'));
    setEcs(event, 'cloud.account.id', of('tenantId') ?? of('aadTenantId'));
    addCaller(event, of);
    addOutcome(event, of);
    categorise(event, kind);
    for (const name of ['identity', 'properties', 'targetResources', 'deviceDetail', 'authorization']) {
      const found = name === 'properties' ? properties : pick(value, name);
      if (found !== undefined && found !== null) keepUnmapped(event, name, found, context.limits);
    }
    const native = flatNative(
      { ...value, ...(properties === undefined ? {} : { properties }) },
      context.limits.nativeFields,
    );
    addNames(native, of);
    return { event, native, logsource: { product: 'azure', service: kind } };
  },
};

function pick(value: JsonObject | undefined, name: string): JsonValue | undefined {
  if (value === undefined) return undefined;
  const found = value[name] ?? value[name.charAt(0).toUpperCase() + name.slice(1)];
  return found === null ? undefined : found;
}

/** Log Analytics keeps `Properties` as text. */
function propertiesOf(value: JsonObject): JsonObject | undefined {
  const found = value['properties'] ?? value['Properties'] ?? value['Properties_d'];
  if (isObject(found)) return found;
  const parsed = typeof found === 'string' && found.startsWith('{') ? parseJson(found) : undefined;
  return isObject(parsed) ? parsed : undefined;
}

function kindOf(value: JsonObject): Kind | undefined {
  const category = textAt(value, 'category') ?? textAt(value, 'Category') ?? '';
  if (value['riskEventType'] !== undefined)
    return /^(?:stale|roles|redundant|no|tooMany|invalid|sequential)/i.test(String(value['riskEventType']))
      ? 'pim'
      : 'riskdetection';
  const operation = value['operationName'] ?? value['OperationName'] ?? value['OperationNameValue'];
  if (operation === undefined) {
    if (value['activityDisplayName'] !== undefined && value['initiatedBy'] !== undefined) return 'auditlogs';
    return value['userPrincipalName'] !== undefined &&
      value['createdDateTime'] !== undefined &&
      value['appDisplayName'] !== undefined
      ? 'signinlogs'
      : undefined;
  }
  if (/SignInLogs$/i.test(category) || (value['ResultType'] !== undefined && value['UserPrincipalName'] !== undefined))
    return 'signinlogs';
  if (
    /^(?:AuditLogs)$/i.test(category) ||
    value['LoggedByService'] !== undefined ||
    value['loggedByService'] !== undefined
  )
    return 'auditlogs';
  if (/RiskEvents$|RiskyUsers$/i.test(category)) return 'riskdetection';
  if (
    /^(?:Administrative|ServiceHealth|Alert|Autoscale|Recommendation|Policy|Security|ResourceHealth)$/i.test(
      category,
    ) ||
    value['CategoryValue'] !== undefined ||
    value['OperationNameValue'] !== undefined
  )
    return 'activitylogs';
  const resource = value['resourceId'] ?? value['ResourceId'] ?? value['_ResourceId'];
  if (typeof resource !== 'string' || !/^\/(?:subscriptions|tenants)\//i.test(resource)) return undefined;
  return /^(?:Write|Delete|Action)$/.test(category) ? 'activitylogs' : 'resourcelogs';
}

function addCaller(event: EcsEvent, of: (name: string) => JsonValue | undefined): void {
  const initiated = of('initiatedBy');
  const user = isObject(initiated) ? (objectAt(initiated, 'user') ?? objectAt(initiated, 'app')) : undefined;
  const identity = of('identity');
  const claims = isObject(identity) ? objectAt(identity, 'claims') : undefined;
  const name =
    of('userPrincipalName') ??
    of('caller') ??
    textAt(user, 'userPrincipalName') ??
    textAt(user, 'displayName') ??
    claims?.['http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn'] ??
    claims?.['name'] ??
    (typeof identity === 'string' ? identity : undefined) ??
    of('userDisplayName');
  setEcs(event, 'user.name', name);
  setEcs(event, 'user.id', of('userId') ?? textAt(user, 'id'));
  setEcs(event, 'user.full_name', of('userDisplayName'));
  const address = of('callerIpAddress') ?? of('ipAddress') ?? of('IPAddress') ?? textAt(user, 'ipAddress');
  if (typeof address === 'string') {
    const { host, port } = splitAddress(address);
    setEcs(event, 'source.ip', host);
    if (port !== undefined) setEcs(event, 'source.port', port);
  }
  const location = of('location') ?? of('locationDetails');
  setEcs(event, 'source.geo.country_iso_code', isObject(location) ? location['countryOrRegion'] : location);
  setEcs(event, 'user_agent.original', of('userAgent'));
  setEcs(event, 'service.name', of('appDisplayName') ?? of('resourceProviderValue'));
  setEcs(event, 'orchestrator.resource.id', of('resourceId') ?? of('_ResourceId'));
}

function addOutcome(event: EcsEvent, of: (name: string) => JsonValue | undefined): void {
  const status = of('status');
  const code = isObject(status) ? (status['errorCode'] ?? status['value']) : status;
  // Exports to Event Hubs leave `resultType` empty where the result stands in the properties.
  const result = [of('resultType'), of('result'), of('activityStatusValue'), of('resultSignature'), code].find(
    (value) => value !== undefined && value !== null && value !== '' && value !== 'None',
  );
  if (result === undefined) return;
  const text = String(result);
  event.event.outcome =
    text === '0' || /^(?:succe|accept|ok)/i.test(text)
      ? 'success'
      : /^(?:start|in ?progress)/i.test(text)
        ? 'unknown'
        : 'failure';
  setEcs(
    event,
    'event.reason',
    of('resultDescription') ?? of('resultReason') ?? (isObject(status) ? status['failureReason'] : undefined),
  );
}

function categorise(event: EcsEvent, kind: Kind): void {
  if (kind === 'signinlogs') {
    event.event.category = ['authentication'];
    event.event.type = ['start'];
  } else if (kind === 'auditlogs') {
    event.event.category = ['iam'];
    event.event.type = ['change'];
  } else if (kind === 'riskdetection' || kind === 'pim') {
    event.event.kind = 'alert';
    event.event.category = ['intrusion_detection'];
    event.event.type = ['info'];
  } else {
    event.event.category = ['configuration'];
    event.event.type = ['change'];
  }
}

/** Rules name fields in several ways; `properties.message` is what the portal shows as the operation. */
function addNames(native: DecodedBody['native'], of: (name: string) => JsonValue | undefined): void {
  const operation = of('operationName') ?? of('operationNameValue') ?? of('activityDisplayName');
  if (typeof operation === 'string') {
    native['operationName'] ??= operation;
    native['OperationNameValue'] ??= operation;
    native['properties.message'] ??= operation;
  }
  const names = Object.keys(native).filter((name) => name.startsWith('properties.'));
  for (const name of names) native[name.slice(11)] ??= native[name];
  addCaseAliases(native);
}
