import type { DecodedBody } from '../decoder.ts';
import { canonicalIp } from '../event/address.ts';
import { splitDelimited } from '../grammar/delimited.ts';

const AUDIT = /^AUDIT: (SESSION|OBJECT),/;
const PGAUDIT = [
  'audit_type',
  'statement_id',
  'substatement_id',
  'class',
  'command',
  'object_type',
  'object_name',
  'statement',
  'parameter',
];

/** What the server's message says: pgAudit, a statement, a login. */
export function readMessage(message: string, event: DecodedBody['event'], native: DecodedBody['native']): void {
  const audit = AUDIT.exec(message);
  if (audit !== null) {
    splitDelimited(message.slice(7), ',', 16).forEach((value, index) => {
      const name = PGAUDIT[index];
      if (name !== undefined && value !== '') native[name] = value;
    });
    event.event.action = String(native['command'] ?? 'audit').toLowerCase();
    event.event.type = [native['class'] === 'READ' ? 'access' : 'change'];
    return;
  }
  const statement = /^(?:duration: [\d.]{1,20} ms +)?(?:statement|execute [^:]{1,64}|parse [^:]{1,64}): (.*)$/s.exec(
    message,
  );
  if (statement !== null) {
    native['statement'] = statement[1];
    event.event.action = 'statement';
    return;
  }
  const failed =
    /^(?:password|Peer|Ident|GSSAPI|LDAP|SCRAM|[\w"]{1,32}) authentication failed for user "([^"]{1,64})"/.exec(
      message,
    );
  const allowed = /^connection authorized: user=([^\s]{1,64})(?: database=([^\s]{1,64}))?/.exec(message);
  const user = failed?.[1] ?? allowed?.[1];
  if (user === undefined) {
    const received = /^connection received: host=([0-9a-fA-F.:]{2,45})/.exec(message)?.[1];
    const ip = received === undefined ? undefined : canonicalIp(received);
    if (ip !== undefined) event.source = { ip };
    return;
  }
  event.user = { name: user };
  native['user'] = user;
  event.event.category = ['database', 'authentication'];
  event.event.type = ['start'];
  event.event.action = 'login';
  event.event.outcome = failed === null ? 'success' : 'failure';
}
