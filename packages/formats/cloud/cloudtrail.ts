import type { EcsEvent } from '@haechi/event';
import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { canonicalIp } from '../event/address.ts';
import { newEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { isObject, type JsonObject, objectAt, textAt } from '../json/value.ts';
import { anyTime } from '../time/parse.ts';
import { flatNative } from './aliases.ts';

/** Parts that rules look into as text (`requestParameters|contains`). */
const TEXTS = ['requestParameters', 'responseElements', 'additionalEventData'];
const UNMAPPED = [
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'resources',
  'tlsDetails',
  'sessionCredentialFromConsole',
  'serviceEventDetails',
];

/** AWS CloudTrail management, data and insight events (CloudTrail record contents, event version 1.08 and after). */
export const cloudtrail: ObjectDecoder = {
  name: 'aws-cloudtrail',
  confidence: 0.99,
  sniff: (value) =>
    value['eventSource'] !== undefined &&
    value['eventName'] !== undefined &&
    (value['awsRegion'] !== undefined || value['userIdentity'] !== undefined),
  decode: (value: JsonObject, context: DecodeContext): DecodedBody => {
    const event = newEvent(anyTime(value['eventTime'], context), context, 'aws.cloudtrail');
    const name = textAt(value, 'eventName') ?? '';
    event.event.action = name;
    event.event.provider = textAt(value, 'eventSource') ?? '';
    const id = textAt(value, 'eventID');
    if (id !== undefined) event.event.id = id;
    const error = textAt(value, 'errorCode');
    const reason = textAt(value, 'errorMessage');
    const signIn = objectAt(value, 'responseElements')?.['ConsoleLogin'];
    event.event.outcome =
      error !== undefined || signIn === 'Failure' || (reason !== undefined && signIn !== 'Success')
        ? 'failure'
        : 'success';
    if (error !== undefined || reason !== undefined)
      event.error = {
        ...(error === undefined ? {} : { code: error }),
        ...(reason === undefined ? {} : { message: reason }),
      };
    event.cloud = { provider: 'aws', service: { name: event.event.provider.split('.', 1)[0] as string } };
    const region = textAt(value, 'awsRegion');
    if (region !== undefined) event.cloud.region = region;
    addIdentity(event, objectAt(value, 'userIdentity'), textAt(value, 'recipientAccountId'));
    addSource(event, value);
    categorise(event, name, value['readOnly'] === true);
    for (const key of UNMAPPED)
      if (value[key] !== undefined && value[key] !== null) keepUnmapped(event, key, value[key], context.limits);
    const native = flatNative(value, context.limits.nativeFields);
    for (const key of TEXTS) if (isObject(value[key])) native[key] = JSON.stringify(value[key]);
    if (event.source?.ip !== undefined) native['src_ip'] = event.source.ip;
    return { event, native, logsource: { product: 'aws', service: 'cloudtrail' } };
  },
};

function addIdentity(event: EcsEvent, identity: JsonObject | undefined, recipient: string | undefined): void {
  const account = textAt(identity, 'accountId') ?? recipient;
  if (account !== undefined && event.cloud !== undefined) event.cloud.account = { id: account };
  if (identity === undefined) return;
  const issuer = objectAt(objectAt(identity, 'sessionContext') ?? {}, 'sessionIssuer');
  const name =
    textAt(identity, 'userName') ??
    textAt(issuer, 'userName') ??
    textAt(identity, 'invokedBy') ??
    textAt(identity, 'type');
  const id = textAt(identity, 'principalId') ?? textAt(identity, 'arn');
  event.user = { ...(name === undefined ? {} : { name }), ...(id === undefined ? {} : { id }) };
  const role = textAt(issuer, 'arn');
  if (role !== undefined) event.user.roles = [role];
}

function addSource(event: EcsEvent, value: JsonObject): void {
  const address = textAt(value, 'sourceIPAddress');
  if (address !== undefined) {
    const ip = canonicalIp(address);
    // A service calls under its name: `cloudformation.amazonaws.com`.
    event.source = ip === undefined ? { address, domain: address } : { address, ip };
  }
  const agent = textAt(value, 'userAgent');
  if (agent !== undefined) event.user_agent = { original: agent };
  const target = textAt(objectAt(value, 'requestParameters'), 'userName');
  if (target !== undefined && event.event.provider === 'iam.amazonaws.com')
    event.user = { ...event.user, target: { name: target } };
}

const VERBS: readonly (readonly [RegExp, string])[] = [
  [/^(?:Create|Put|Add|Attach|Run|Start|Allocate|Import|Register|Upload|Enable)/, 'creation'],
  [/^(?:Delete|Remove|Detach|Terminate|Stop|Deregister|Disable|Revoke|Release)/, 'deletion'],
  [/^(?:Update|Modify|Set|Change|Reset|Replace|Restore|Authorize|Tag|Untag)/, 'change'],
];

function categorise(event: EcsEvent, name: string, readOnly: boolean): void {
  const type =
    VERBS.find(([pattern]) => pattern.test(name))?.[1] ??
    (readOnly || /^(?:Get|List|Describe|Head|Lookup|Batch)/.test(name) ? 'access' : 'info');
  const provider = event.event.provider ?? '';
  if (name === 'ConsoleLogin' || /^(?:AssumeRole|GetSessionToken|GetFederationToken|SwitchRole)/.test(name))
    event.event.category = ['authentication'];
  else if (/^(?:iam|organizations|sso|sts|identitystore)/.test(provider)) event.event.category = ['iam'];
  else if (/^(?:rds|dynamodb|redshift)/.test(provider)) event.event.category = ['database'];
  else if (/^(?:s3|glacier|efs|ebs)/.test(provider)) event.event.category = ['file'];
  else event.event.category = ['configuration'];
  event.event.type = [name === 'ConsoleLogin' ? 'start' : type];
}
