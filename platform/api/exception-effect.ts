import type { Finding } from '@haechi/event';
import { type ExceptionEffect, effectOf } from '../detect/exception-preview.ts';
import type { EventRow } from '../store/ports.ts';
import type { TenantScope } from '../tenancy/scope.ts';
import type { ApiDeps, CatalogRule } from './deps.ts';
import { fault } from './errors.ts';

const DAY_MS = 86_400_000;
/** Days of findings that are looked at. */
const DAYS = 7;
/** Ids of one question to the store. */
const IDS_ASKED = 1_000;

/** What an exception would have done, and to how many findings that was looked. */
export interface RecentEffect extends ExceptionEffect {
  readonly from: string;
  readonly examined: number;
  /** Whether there are older findings in the time, to which nobody looked. */
  readonly hasMore: boolean;
}

/**
 * What an exception would have done to the newest findings of a scope in the last seven days, up to the API's limits.
 *
 * @throws HaechiError `invalid_request` where the exception cannot be read
 */
export async function recentEffect(
  { state, events, limits, now }: ApiDeps,
  scope: TenantScope,
  rule: CatalogRule,
  filter: string,
): Promise<RecentEffect> {
  const from = new Date(now() - DAYS * DAY_MS).toISOString();
  const range = { from, to: new Date(now() + DAY_MS).toISOString() };
  const page = await state.incidents.findings(scope, { ruleId: rule.id, range, limit: limits.exceptionFindings });
  const examined: Finding[] = [];
  const ids = new Set<string>();
  for (const finding of page.rows) {
    if (ids.size + finding.eventIds.length > limits.exceptionEvents) break;
    examined.push(finding);
    for (const id of finding.eventIds) ids.add(id);
  }
  const rows: EventRow[] = [];
  const asked = [...ids];
  // An event is a day older than its finding at the most, or nobody can say: over all times the question would cost much.
  const span = { from: new Date(now() - (DAYS + 1) * DAY_MS).toISOString(), to: range.to };
  for (let at = 0; at < asked.length; at += IDS_ASKED)
    rows.push(...(await events.byIds(scope, asked.slice(at, at + IDS_ASKED), span)));
  const exception = { id: 'preview', tenant: scope.path, ruleId: rule.id, filter };
  const effect = effectOf(exception, rule, examined, rows);
  if (typeof effect === 'string') throw fault('invalid_request', effect);
  const hasMore = page.next !== undefined || examined.length < page.rows.length;
  return { ...effect, from, examined: examined.length, hasMore };
}
