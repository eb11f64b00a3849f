import type { EcsEvent, EcsUser, NativeView } from '@haechi/event';
import { canonicalIp, portOf } from '../event/address.ts';
import { textField } from './fields.ts';
import { numberOf } from './record.ts';
import { fileOf } from './values.ts';

type Kind = readonly [categories: string, types: string, action: string];

/** Windows Security, System and task events whose meaning does not depend on the message: categories, types, action. */
const KINDS: Record<string, Kind> = {
  '1100': ['process', 'end', 'logging-service-shutdown'],
  '1102': ['iam', 'deletion', 'audit-log-cleared'],
  '104': ['iam', 'deletion', 'event-log-cleared'],
  '4616': ['configuration', 'change', 'system-time-changed'],
  '4624': ['authentication', 'start', 'logged-in'],
  '4625': ['authentication', 'start', 'logon-failed'],
  '4634': ['authentication', 'end', 'logged-out'],
  '4647': ['authentication', 'end', 'logged-out'],
  '4648': ['authentication', 'start', 'logged-in-explicit'],
  '4656': ['file', 'access', 'object-handle-requested'],
  '4657': ['registry', 'change', 'registry-value-modified'],
  '4660': ['file', 'deletion', 'object-deleted'],
  '4662': ['iam', 'access', 'object-operation-performed'],
  '4663': ['file', 'access', 'object-access-attempted'],
  '4670': ['iam', 'change', 'permissions-changed'],
  '4672': ['iam', 'admin', 'logged-in-special'],
  '4673': ['iam', 'info', 'privileged-service-called'],
  '4674': ['iam', 'info', 'privileged-object-operation'],
  '4688': ['process', 'start', 'created-process'],
  '4689': ['process', 'end', 'exited-process'],
  '4697': ['configuration', 'creation', 'service-installed'],
  '4698': ['configuration', 'creation', 'scheduled-task-created'],
  '4699': ['configuration', 'deletion', 'scheduled-task-deleted'],
  '4700': ['configuration', 'change', 'scheduled-task-enabled'],
  '4701': ['configuration', 'change', 'scheduled-task-disabled'],
  '4702': ['configuration', 'change', 'scheduled-task-updated'],
  '4703': ['iam', 'change', 'token-right-adjusted'],
  '4704': ['iam', 'change', 'user-right-assigned'],
  '4719': ['configuration', 'change', 'changed-audit-config'],
  '4720': ['iam', 'user creation', 'added-user-account'],
  '4722': ['iam', 'user change', 'enabled-user-account'],
  '4723': ['iam', 'user change', 'changed-password'],
  '4724': ['iam', 'user change', 'reset-password'],
  '4725': ['iam', 'user deletion', 'disabled-user-account'],
  '4726': ['iam', 'user deletion', 'deleted-user-account'],
  '4728': ['iam', 'group change', 'added-member-to-group'],
  '4729': ['iam', 'group change', 'removed-member-from-group'],
  '4732': ['iam', 'group change', 'added-member-to-group'],
  '4733': ['iam', 'group change', 'removed-member-from-group'],
  '4738': ['iam', 'user change', 'modified-user-account'],
  '4740': ['iam', 'user change', 'locked-out-user-account'],
  '4741': ['iam', 'user creation', 'added-computer-account'],
  '4742': ['iam', 'user change', 'changed-computer-account'],
  '4743': ['iam', 'user deletion', 'deleted-computer-account'],
  '4756': ['iam', 'group change', 'added-member-to-group'],
  '4767': ['iam', 'user change', 'unlocked-user-account'],
  '4768': ['authentication', 'start', 'kerberos-authentication-ticket-requested'],
  '4769': ['authentication', 'start', 'kerberos-service-ticket-requested'],
  '4770': ['authentication', 'start', 'kerberos-service-ticket-renewed'],
  '4771': ['authentication', 'start', 'kerberos-preauth-failed'],
  '4776': ['authentication', 'start', 'credential-validated'],
  '4778': ['session', 'start', 'session-reconnected'],
  '4779': ['session', 'end', 'session-disconnected'],
  '4781': ['iam', 'user change', 'renamed-user-account'],
  '4798': ['iam', 'user info', 'group-membership-enumerated'],
  '4799': ['iam', 'group info', 'user-member-enumerated'],
  '5136': ['iam', 'change', 'directory-service-object-modified'],
  '5140': ['network file', 'access', 'network-share-object-accessed'],
  '5142': ['network file', 'creation', 'network-share-object-added'],
  '5145': ['network file', 'access', 'network-share-object-access-checked'],
  '5152': ['network', 'denied', 'windows-firewall-packet-block'],
  '5156': ['network', 'connection allowed', 'windows-firewall-connection'],
  '5157': ['network', 'connection denied', 'windows-firewall-connection'],
  '5158': ['network', 'info', 'windows-firewall-bind'],
  '7036': ['process', 'change', 'service-state-changed'],
  '7040': ['configuration', 'change', 'service-start-type-changed'],
  '7045': ['configuration', 'creation', 'new-service-installed'],
};

/** Fills ECS from the native names of Security and System events. */
export function addSecurity(event: EcsEvent, eventId: number | undefined, native: NativeView): void {
  const kind = eventId === undefined ? undefined : KINDS[String(eventId)];
  if (kind !== undefined) {
    event.event.category = kind[0].split(' ');
    event.event.type = kind[1].split(' ');
    event.event.action = kind[2];
  }
  addOutcome(event, native, eventId);
  addUsers(event, native, eventId);
  addProcess(event, native, eventId);
  addNetwork(event, native);
  addObject(event, native);
}

/** Bits 52 and 53 of Keywords are audit failure and success (winmeta.h). */
function addOutcome(event: EcsEvent, native: NativeView, eventId: number | undefined): void {
  const kind = textField(native, 'EventType');
  const keywords = native['Keywords'];
  let high = 0;
  if (typeof keywords === 'string' && /^0x[0-9a-f]{9,16}$/i.test(keywords))
    high = Number.parseInt(keywords.slice(0, -8), 16);
  if (kind === 'AUDIT_SUCCESS' || (high & 0x0020_0000) !== 0) event.event.outcome = 'success';
  else if (kind === 'AUDIT_FAILURE' || (high & 0x0010_0000) !== 0) event.event.outcome = 'failure';
  if (eventId === 4625 || eventId === 4771) event.event.outcome = 'failure';
  if (eventId === 4776 || eventId === 4768 || eventId === 4769) {
    const status = numberOf(native['Status']);
    if (status !== undefined) event.event.outcome = status === 0 ? 'success' : 'failure';
  }
}

function account(native: NativeView, prefix: string): EcsUser | undefined {
  const name = textField(native, `${prefix}UserName`);
  const domain = textField(native, `${prefix}DomainName`);
  const id = textField(native, `${prefix}UserSid`) ?? textField(native, `${prefix}Sid`);
  if (name === undefined && id === undefined) return undefined;
  return {
    ...(name === undefined ? {} : { name }),
    ...(domain === undefined ? {} : { domain }),
    ...(id === undefined || id === 'S-1-0-0' ? {} : { id }),
  };
}

/** Logon events are about the target account; account management is done by the subject to the target. */
const ABOUT_TARGET = new Set([4624, 4625, 4634, 4647, 4768, 4769, 4770, 4771, 4776]);

function addUsers(event: EcsEvent, native: NativeView, eventId: number | undefined): void {
  const subject = account(native, 'Subject');
  const target = account(native, 'Target');
  if (eventId !== undefined && ABOUT_TARGET.has(eventId) && target !== undefined) event.user = target;
  else if (subject !== undefined) event.user = target === undefined ? subject : { ...subject, target };
  else if (target !== undefined) event.user = target;
  const logonId =
    textField(native, eventId !== undefined && ABOUT_TARGET.has(eventId) ? 'TargetLogonId' : 'SubjectLogonId') ??
    textField(native, 'LogonId');
  const logonType = textField(native, 'LogonType');
  if (logonId !== undefined || logonType !== undefined) {
    event.winlog = {
      ...event.winlog,
      logon: {
        ...(logonId === undefined ? {} : { id: logonId }),
        ...(logonType === undefined ? {} : { type: logonType }),
      },
    };
  }
  const member = textField(native, 'MemberName') ?? textField(native, 'MemberSid');
  if (member !== undefined && target !== undefined) {
    event.group = {
      ...(target.name === undefined ? {} : { name: target.name }),
      ...(target.domain === undefined ? {} : { domain: target.domain }),
    };
    event.user = { ...event.user, target: { name: member } };
  }
}

function addProcess(event: EcsEvent, native: NativeView, eventId: number | undefined): void {
  const image =
    textField(native, 'NewProcessName') ?? textField(native, 'ProcessName') ?? textField(native, 'Application');
  const pid = numberOf(eventId === 4688 ? native['NewProcessId'] : (native['ProcessId'] ?? native['ProcessID']));
  const commandLine = textField(native, 'CommandLine') ?? textField(native, 'ProcessCommandLine');
  if (image === undefined && commandLine === undefined) return;
  event.process = {};
  if (pid !== undefined) event.process.pid = pid;
  if (image !== undefined) {
    event.process.executable = image;
    event.process.name = fileOf(image).name as string;
  }
  if (commandLine !== undefined) event.process.command_line = commandLine;
  if (eventId !== 4688) return;
  const parentImage = textField(native, 'ParentProcessName');
  const parentPid = numberOf(native['ProcessId']);
  event.process.parent = {
    ...(parentPid === undefined ? {} : { pid: parentPid }),
    ...(parentImage === undefined ? {} : { executable: parentImage, name: fileOf(parentImage).name as string }),
  };
}

function addNetwork(event: EcsEvent, native: NativeView): void {
  const from =
    textField(native, 'IpAddress') ?? textField(native, 'SourceAddress') ?? textField(native, 'ClientAddress');
  const ip = from === undefined ? undefined : canonicalIp(from);
  const port = portOf(native['IpPort'] ?? native['SourcePort']);
  const name = textField(native, 'WorkstationName') ?? textField(native, 'Workstation');
  if (ip !== undefined || name !== undefined) {
    event.source = {
      ...(ip === undefined ? {} : { ip }),
      ...(port === undefined || ip === undefined ? {} : { port }),
      ...(name === undefined ? {} : { domain: name }),
    };
  }
  const to = textField(native, 'DestAddress');
  const target = to === undefined ? undefined : canonicalIp(to);
  if (target === undefined) return;
  const targetPort = portOf(native['DestPort']);
  event.destination = { ip: target, ...(targetPort === undefined ? {} : { port: targetPort }) };
  const protocol = textField(native, 'Protocol');
  const transport = protocol === '6' ? 'tcp' : protocol === '17' ? 'udp' : protocol === '1' ? 'icmp' : protocol;
  const direction =
    native['Direction'] === '%%14592' ? 'ingress' : native['Direction'] === '%%14593' ? 'egress' : undefined;
  event.network = {
    ...(transport === undefined ? {} : { transport }),
    ...(direction === undefined ? {} : { direction }),
  };
}

function addObject(event: EcsEvent, native: NativeView): void {
  const service = textField(native, 'ServiceName');
  if (service !== undefined) event.service = { name: service };
  const name = textField(native, 'ObjectName') ?? textField(native, 'RelativeTargetName');
  if (name === undefined) return;
  const kind = textField(native, 'ObjectType');
  if (kind === 'Key') event.registry = { path: name };
  else if (kind === 'File' || native['RelativeTargetName'] !== undefined) event.file = fileOf(name);
}
