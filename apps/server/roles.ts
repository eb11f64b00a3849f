import { HaechiError } from '@haechi/event';
import type { ServerOptions, ServerRole } from './options.ts';

/**
 * Makes sure that a process with some of the roles shares with the others what it needs: what comes in with `--bus`, who
 * there is and who works on what with `--state`, and the events with `--events` where they are stored by one process and
 * searched in another.
 *
 * @throws HaechiError `roles_incomplete`
 */
export function requireShared({ roles, bus, state, events }: ServerOptions): void {
  const has = (role: ServerRole): boolean => roles.includes(role);
  if (has('ingest') && has('detect') && has('api')) return;
  const missing = [
    ...(bus === undefined ? ['--bus nats://…'] : []),
    ...(state === undefined ? ['--state postgres://…'] : []),
    ...(events === undefined && has('detect') !== has('api') ? ['--events clickhouse://…'] : []),
  ];
  if (missing.length === 0) return;
  throw new HaechiError('roles_incomplete', {
    what: `a process with only some of the roles shares its work with others, and ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
    where: `--role ${roles.join(',')}`,
    remedy:
      'give the same addresses as to the other processes, or leave --role out for one process that does everything',
  });
}
