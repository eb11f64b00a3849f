import type { Finding } from '@haechi/event';
import type { EventRow } from '../store/ports.ts';
import type { TenantScope } from '../tenancy/scope.ts';
import type { ApiDeps } from './deps.ts';

/** An incident's findings, oldest first, and the first events they rest on; both up to the API's limits. */
export async function eventsBehind(
  { state, events, limits }: ApiDeps,
  scope: TenantScope,
  incidentId: string,
): Promise<{ findings: Finding[]; events: EventRow[] }> {
  const { rows } = await state.incidents.findings(scope, { incidentId, limit: limits.incidentFindings });
  const findings = rows.toSorted((a, b) => (a.time < b.time ? -1 : 1));
  const ids = new Set<string>();
  for (const finding of findings) {
    for (const id of finding.eventIds) if (ids.size < limits.incidentEvents) ids.add(id);
  }
  return { findings, events: ids.size === 0 ? [] : await events.byIds(scope, [...ids]) };
}
