import { HaechiError } from '@haechi/event';
import type { TlsIdentity } from '@haechi/platform/ingest/sockets/listener.ts';
import { isTenantPath, ROOT_TENANT } from '@haechi/platform/tenancy/scope.ts';

/** A listener of its own for one tenant, as `--listen` names it. */
export interface TenantListener {
  /** As it was given. */
  readonly text: string;
  readonly protocol: 'syslog' | 'gelf';
  readonly transport: 'udp' | 'tcp';
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  readonly tenant: string;
  /** IANA zone of times without one; absent: the server's. */
  readonly timeZone?: string;
}

const SCHEME = /^(syslog|gelf)\+(udp|tcp|tls):$/;

/**
 * Reads `syslog+tls://0.0.0.0:6515?tenant=/root/acme/&tz=Asia/Seoul`: protocol and transport, address, and what holds
 * for all that comes in there.
 *
 * @throws HaechiError `listener_invalid`
 */
export function parseListener(text: string): TenantListener {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const [, protocol, transport] = SCHEME.exec(url?.protocol ?? '') ?? [];
  if (url === undefined || protocol === undefined || url.hostname === '' || url.port === '')
    throw invalid(text, 'this names no listener');
  const { tenant = ROOT_TENANT, tz: timeZone, ...unknown } = Object.fromEntries(url.searchParams);
  const [stranger] = Object.keys(unknown);
  if (stranger !== undefined) throw invalid(text, `there is no setting '${stranger}'`);
  if (!isTenantPath(tenant)) throw invalid(text, `'${tenant}' is no path of a tenant`);
  if (timeZone !== undefined && !isTimeZone(timeZone)) throw invalid(text, `'${timeZone}' is no time zone`);
  return {
    text,
    protocol: protocol as TenantListener['protocol'],
    transport: transport === 'udp' ? 'udp' : 'tcp',
    secure: transport === 'tls',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port),
    tenant,
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

/**
 * Sees that the tenant is there, and that there is a certificate where one is needed, before anything listens.
 *
 * @throws HaechiError `listener_invalid`
 */
export function checkListener(
  { text, tenant, secure }: TenantListener,
  tenants: readonly { readonly path: string }[],
  identity: TlsIdentity | undefined,
): void {
  if (!tenants.some(({ path }) => path === tenant)) throw invalid(text, `there is no tenant '${tenant}'`);
  if (secure && identity === undefined)
    throw invalid(text, 'TLS needs a certificate: --syslog-tls-cert and --syslog-tls-key');
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function invalid(text: string, what: string): HaechiError {
  return new HaechiError('listener_invalid', {
    what,
    where: `--listen ${text}`,
    remedy:
      'write syslog+udp, syslog+tcp, syslog+tls, gelf+udp, gelf+tcp or gelf+tls, as in syslog+tcp://0.0.0.0:5515?tenant=/root/acme/&tz=Asia/Seoul',
  });
}
