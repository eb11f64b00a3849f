import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { splitAddress } from '../event/address.ts';
import { setEcs } from '../event/mapping.ts';
import { newEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { isObject, type JsonObject, parseJson, textAt } from '../json/value.ts';
import { anyTime } from '../time/parse.ts';
import { flatNative } from './aliases.ts';

const PLACED = new Set([
  'CreationTime',
  'Id',
  'Operation',
  'UserId',
  'ClientIP',
  'ClientIPAddress',
  'ActorIpAddress',
  'UserAgent',
  'ResultStatus',
  'OrganizationId',
  'Workload',
]);

/** Microsoft 365 unified audit log (Office 365 Management Activity API schema); also a CSV export's `AuditData`. */
export const m365: ObjectDecoder = {
  name: 'm365-audit',
  confidence: 0.97,
  sniff: (value) =>
    (value['Workload'] !== undefined && value['Operation'] !== undefined) ||
    (typeof value['AuditData'] === 'string' && value['Operations'] !== undefined),
  decode: (outer: JsonObject, context: DecodeContext): DecodedBody => {
    const data = typeof outer['AuditData'] === 'string' ? parseJson(outer['AuditData']) : undefined;
    const value = isObject(data) ? data : outer;
    const workload = textAt(value, 'Workload') ?? '';
    const event = newEvent(
      anyTime(utc(value['CreationTime'] ?? outer['CreationDate']), context),
      context,
      'o365.audit',
    );
    setEcs(event, 'event.action', value['Operation'] ?? outer['Operations']);
    setEcs(event, 'event.id', value['Id']);
    event.event.provider = workload;
    setEcs(event, 'user.name', value['UserId'] ?? outer['UserIds']);
    setEcs(event, 'user.id', value['UserKey']);
    const address = textAt(value, 'ClientIP') ?? textAt(value, 'ClientIPAddress') ?? textAt(value, 'ActorIpAddress');
    if (address !== undefined) {
      const { host, port } = splitAddress(address);
      setEcs(event, 'source.ip', host);
      if (port !== undefined) setEcs(event, 'source.port', port);
    }
    setEcs(event, 'user_agent.original', value['UserAgent']);
    setEcs(event, 'file.name', value['SourceFileName']);
    setEcs(
      event,
      'url.original',
      value['ObjectId'] !== undefined && /^https?:/.test(String(value['ObjectId'])) ? value['ObjectId'] : undefined,
    );
    const status = textAt(value, 'ResultStatus');
    const failed = status !== undefined && /fail|false|denied/i.test(status);
    event.event.outcome = failed || value['Operation'] === 'UserLoginFailed' ? 'failure' : 'success';
    categorise(event, workload, String(value['Operation'] ?? ''));
    event.cloud = { provider: 'm365' };
    setEcs(event, 'cloud.account.id', value['OrganizationId']);
    for (const key in value)
      if (!PLACED.has(key) && value[key] !== null) keepUnmapped(event, key, value[key], context.limits);
    const native = flatNative(value, context.limits.nativeFields);
    // Rules look into parameters as text, and alerts under the names of Defender for Cloud Apps.
    for (const key of ['Parameters', 'OperationProperties', 'ExtendedProperties'])
      if (value[key] !== undefined) native[key] = JSON.stringify(value[key]);
    const alert = workload === 'SecurityComplianceCenter';
    native['eventSource'] ??= workload;
    native['eventName'] ??= alert ? (value['Name'] ?? value['AlertType'] ?? value['Operation']) : value['Operation'];
    native['status'] ??= event.event.outcome;
    return { event, native, logsource: { product: 'm365', service: alert ? 'threat_management' : 'audit' } };
  },
};

/** The API writes UTC without saying so. */
function utc(time: unknown): unknown {
  return typeof time === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?$/.test(time) ? `${time}Z` : time;
}

function categorise(event: DecodedBody['event'], workload: string, operation: string): void {
  if (/^UserLogg|^UserLogin/.test(operation)) {
    event.event.category = ['authentication'];
    event.event.type = ['start'];
  } else if (workload === 'AzureActiveDirectory') {
    event.event.category = ['iam'];
    event.event.type = ['change'];
  } else if (workload === 'SharePoint' || workload === 'OneDrive') {
    event.event.category = ['file'];
    event.event.type = [
      /Delete/.test(operation)
        ? 'deletion'
        : /Upload|Create/.test(operation)
          ? 'creation'
          : /Modif|Rename|Move/.test(operation)
            ? 'change'
            : 'access',
    ];
  } else if (workload === 'Exchange') {
    event.event.category = ['email'];
    event.event.type = [
      /^(?:New|Add)-/.test(operation)
        ? 'creation'
        : /^Remove-/.test(operation)
          ? 'deletion'
          : /^Set-|^Update/.test(operation)
            ? 'change'
            : 'info',
    ];
  } else {
    event.event.category = ['web'];
    event.event.type = ['info'];
  }
}
