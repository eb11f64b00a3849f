import { HaechiError } from '@haechi/event';
import type { LivingWorker } from '@haechi/platform/store/partitions/ports.ts';
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

/**
 * Makes sure that processes that detect store events where all of them, and the API, can look for them. One that is alone
 * may have them embedded.
 *
 * @param living those that work on parts of the bus
 * @throws HaechiError `roles_incomplete`
 */
export function requireOneStore(living: readonly LivingWorker[], worker: string, embeddedEvents: boolean): void {
  const others = living.filter((each) => each.worker !== worker);
  if (others.length === 0 || (!embeddedEvents && others.every((each) => !each.embeddedEvents))) return;
  throw new HaechiError('roles_incomplete', {
    what: 'another process detects on the same bus, and events that one of the two keeps embedded are not seen by the other',
    where: embeddedEvents ? 'no --events' : '--events',
    remedy: 'give the same --events clickhouse://… to both, or let one of them do everything',
  });
}
