import { expect, test } from 'vitest';
import { parseRoles, type ServerOptions } from './options.ts';
import { requireOneStore, requireShared } from './roles.ts';

const BUS = { bus: 'nats://h' };
const STATE = { state: 'postgres://h' };
const EVENTS = { events: 'clickhouse://h' };

const fault = (work: () => unknown): string => {
  try {
    work();
    return '';
  } catch (error) {
    return String((error as { line?: () => string }).line?.());
  }
};
const missing = (role: string, shared: Partial<ServerOptions>): string[] => {
  const options = { dataFolder: '', host: '', port: 0, syslogPort: 0, roles: parseRoles(role), ...shared };
  return fault(() => requireShared(options)).match(/--(?:bus|state|events)/g) ?? [];
};

test.each([
  ['ingest,detect,respond,api', {}, []],
  ['api, detect,ingest', {}, []],
  ['ingest', {}, ['--bus', '--state']],
  ['ingest', { ...BUS, ...STATE }, []],
  ['detect', { ...BUS }, ['--state', '--events']],
  ['api', { ...BUS, ...STATE }, ['--events']],
  ['detect,ingest', { ...EVENTS }, ['--bus', '--state']],
  // The events may lie in the one process that stores and searches them.
  ['detect,api', { ...BUS, ...STATE }, []],
  ['ingest,api', { ...BUS, ...STATE, ...EVENTS }, []],
  ['api,respond', { ...STATE, ...EVENTS }, ['--bus']],
] as const)('--role %s with %o', (role, shared, expected) => expect(missing(role, shared)).toEqual(expected));

test.each([
  ['detect,fly', 'role_unknown'],
  ['', 'role_unknown'],
  ['respond', 'roles_incomplete'],
  ['ingest,respond', 'roles_incomplete'],
])('--role %j is refused', (role, code) => expect(fault(() => parseRoles(role))).toContain(code));

test.each([
  ['one that is alone', [], true, ''],
  ['one that comes back', [['me', true]], true, ''],
  [
    'two with a server',
    [
      ['me', false],
      ['a', false],
    ],
    false,
    '',
  ],
  ['one with embedded events beside one with a server', [['a', false]], true, 'roles_incomplete'],
  ['one with a server beside one with embedded events', [['a', true]], false, 'roles_incomplete'],
] as const)('events of %s', (_name, living, embedded, code) => {
  const workers = living.map(([worker, embeddedEvents]) => ({ worker, embeddedEvents }));
  expect(fault(() => requireOneStore(workers, 'me', embedded))).toContain(code);
  if (code === '') expect(fault(() => requireOneStore(workers, 'me', embedded))).toBe('');
});
