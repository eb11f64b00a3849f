/** Names under which senders say, beside a line, which program wrote it. */
const NAMES = [
  'SYSLOG_IDENTIFIER',
  'syslog_identifier',
  'syslog.identifier',
  'syslog.appname',
  'appname',
  'app_name',
  'application_name',
  'ident',
  'programname',
];

/** Longest name of a program taken for one (RFC 5424 6: APP-NAME has 48 characters). */
const MAX_CHARS = 48;

/** The program that wrote a line (`sshd`), from what was said beside it; a unit of systemd stands in. */
export function programOf(said: (name: string) => unknown): string | undefined {
  for (const name of NAMES) {
    const program = said(name);
    if (isName(program)) return program;
  }
  const unit = said('unit') ?? said('systemd_unit') ?? said('_SYSTEMD_UNIT') ?? said('systemd.unit');
  const program = typeof unit === 'string' ? /^([^@.]+)(?:@.*)?\.service$/.exec(unit)?.[1] : undefined;
  return isName(program) ? program : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_CHARS && /^[\w./-]+$/.test(value);
}
