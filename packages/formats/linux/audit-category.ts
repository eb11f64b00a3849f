import type { EcsEvent, NativeView } from '@haechi/event';
import type { AuditRecord } from './audit-record.ts';

type Kind = readonly [category: string, type: string, action: string];

/** Meaning of an event by the type of its first record. */
const BY_TYPE: Record<string, Kind> = {
  USER_AUTH: ['authentication', 'info', 'authenticated'],
  USER_LOGIN: ['authentication', 'start', 'logged-in'],
  USER_LOGOUT: ['authentication', 'end', 'logged-out'],
  USER_ACCT: ['authentication', 'info', 'was-authorized'],
  USER_START: ['session', 'start', 'started-session'],
  USER_END: ['session', 'end', 'ended-session'],
  USER_CMD: ['process', 'start', 'ran-command'],
  USER_CHAUTHTOK: ['iam', 'change', 'changed-password'],
  USER_MGMT: ['iam', 'change', 'modified-user-account'],
  USER_TTY: ['process', 'info', 'typed'],
  TTY: ['process', 'info', 'typed'],
  ADD_USER: ['iam', 'creation', 'added-user-account'],
  DEL_USER: ['iam', 'deletion', 'deleted-user-account'],
  ADD_GROUP: ['iam', 'creation', 'added-group-account'],
  DEL_GROUP: ['iam', 'deletion', 'deleted-group-account'],
  GRP_MGMT: ['iam', 'change', 'modified-group-account'],
  CRED_ACQ: ['authentication', 'info', 'acquired-credentials'],
  CRED_DISP: ['authentication', 'info', 'disposed-credentials'],
  CRED_REFR: ['authentication', 'info', 'refreshed-credentials'],
  LOGIN: ['authentication', 'info', 'changed-login-id-to'],
  SERVICE_START: ['process', 'start', 'started-service'],
  SERVICE_STOP: ['process', 'end', 'stopped-service'],
  CONFIG_CHANGE: ['configuration', 'change', 'changed-audit-configuration'],
  DAEMON_START: ['process', 'start', 'started-audit'],
  DAEMON_END: ['process', 'end', 'shutdown-audit'],
  NETFILTER_CFG: ['configuration', 'change', 'loaded-firewall-rule-to'],
  KERN_MODULE: ['driver', 'start', 'loaded-kernel-module'],
  AVC: ['process', 'denied', 'violated-selinux-policy'],
  USER_AVC: ['process', 'denied', 'violated-selinux-policy'],
  SECCOMP: ['process', 'denied', 'violated-seccomp-policy'],
  ANOM_ABEND: ['process', 'end', 'crashed-program'],
  ANOM_PROMISCUOUS: ['network', 'change', 'changed-promiscuous-mode-on-device'],
};

/** Meaning of a SYSCALL event by the call. */
const BY_CALL: Record<string, Kind> = {
  execve: ['process', 'start', 'executed'],
  execveat: ['process', 'start', 'executed'],
  open: ['file', 'access', 'opened-file'],
  openat: ['file', 'access', 'opened-file'],
  openat2: ['file', 'access', 'opened-file'],
  creat: ['file', 'creation', 'created-file'],
  unlink: ['file', 'deletion', 'deleted'],
  unlinkat: ['file', 'deletion', 'deleted'],
  rmdir: ['file', 'deletion', 'deleted'],
  mkdir: ['file', 'creation', 'created-directory'],
  mkdirat: ['file', 'creation', 'created-directory'],
  mknod: ['file', 'creation', 'created-special-file'],
  mknodat: ['file', 'creation', 'created-special-file'],
  rename: ['file', 'change', 'renamed'],
  renameat: ['file', 'change', 'renamed'],
  renameat2: ['file', 'change', 'renamed'],
  chmod: ['file', 'change', 'changed-file-permissions-of'],
  fchmod: ['file', 'change', 'changed-file-permissions-of'],
  fchmodat: ['file', 'change', 'changed-file-permissions-of'],
  chown: ['file', 'change', 'changed-file-ownership-of'],
  fchown: ['file', 'change', 'changed-file-ownership-of'],
  fchownat: ['file', 'change', 'changed-file-ownership-of'],
  setxattr: ['file', 'change', 'changed-file-attributes-of'],
  symlink: ['file', 'creation', 'symlinked'],
  link: ['file', 'creation', 'linked'],
  truncate: ['file', 'change', 'truncated'],
  connect: ['network', 'start', 'connected-to'],
  accept: ['network', 'start', 'accepted-connection-from'],
  accept4: ['network', 'start', 'accepted-connection-from'],
  bind: ['network', 'start', 'bound-socket'],
  listen: ['network', 'start', 'listen-for-connections'],
  socket: ['network', 'info', 'opened-socket'],
  ptrace: ['process', 'access', 'traced'],
  kill: ['process', 'info', 'killed-pid'],
  setuid: ['process', 'change', 'changed-identity-of'],
  setresuid: ['process', 'change', 'changed-identity-of'],
  init_module: ['driver', 'start', 'loaded-kernel-module'],
  finit_module: ['driver', 'start', 'loaded-kernel-module'],
  delete_module: ['driver', 'end', 'unloaded-kernel-module'],
  mount: ['file', 'change', 'mounted'],
};

/** Fills `event.category`, `event.type` and `event.action` in the words of Elastic's auditbeat. */
export function addAuditCategory(event: EcsEvent, native: NativeView, records: readonly AuditRecord[]): void {
  const call = native['SYSCALL'];
  const kind =
    records
      .map((record) => (Object.hasOwn(BY_TYPE, record.type) ? BY_TYPE[record.type] : undefined))
      .find((found) => found !== undefined) ??
    (typeof call === 'string' && Object.hasOwn(BY_CALL, call) ? BY_CALL[call] : undefined);
  if (kind === undefined) return;
  event.event.category = [kind[0]];
  event.event.type = [kind[1]];
  event.event.action = kind[2];
  if (native['apparmor'] === undefined) return;
  event.event.action = 'violated-apparmor-policy';
  event.event.outcome = native['apparmor'] === 'DENIED' ? 'failure' : 'success';
  if (native['apparmor'] !== 'DENIED') event.event.type = ['info'];
}
