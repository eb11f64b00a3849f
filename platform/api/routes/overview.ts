import { type Incident as EventIncident, LEVELS, priorityOf } from '@haechi/event';
import type { TimeRange } from '../../store/ports.ts';
import type { TenantScope } from '../../tenancy/scope.ts';
import { answers, type RouteDeps, type Routes, scopeIn } from '../route.ts';
import { titlesOf } from '../rule-view.ts';
import { RangeQuery } from '../schemas/common.ts';
import { Overview } from '../schemas/overview.ts';
import { rangeOf } from '../time.ts';
import { incidentShown } from './incidents.ts';

const SHOWN_INCIDENTS = 10;
const TOP = 10;
const SOURCES = 50;
const INTAKE_BUCKETS = 60;
const HOUR_MS = 3_600_000;

export const overviewRoutes: Routes = (api, deps) => {
  api.get(
    '/api/v1/overview',
    {
      schema: {
        summary: 'What the first page shows',
        tags: ['overview'],
        querystring: RangeQuery,
        response: answers(Overview),
      },
    },
    async (request) => overview(deps, scopeIn(request), rangeOf(request.query)),
  );
};

async function overview({ state, events, rules }: RouteDeps, scope: TenantScope, range: TimeRange): Promise<Overview> {
  const top = (field: string) => events.top(scope, '', range, field, TOP);
  const [open, openByPriority, topRules, sources, intake, host, user, address] = await Promise.all([
    openIncidents(),
    state.overview.openByPriority(scope),
    state.overview.topRules(scope, range, TOP),
    state.intakeCounts.bySource(scope, hoursOf(range), SOURCES),
    events.histogram(scope, '', range, INTAKE_BUCKETS),
    top('host.name'),
    top('user.name'),
    top('source.ip'),
  ]);
  return {
    needsAttention: open,
    counts: { openByPriority },
    intake,
    topEntities: { host, user, address },
    topRules: topRules.map((rule) => ({ ...rule, ...titlesOf(rules, rule.ruleId) })),
    sources,
  };

  async function openIncidents() {
    const { rows } = await state.incidents.incidents(scope, { status: ['new', 'in_progress'], limit: 1000 });
    const gravest = rows.toSorted(byGravity).slice(0, SHOWN_INCIDENTS);
    const assignees = await state.casework.assignees(
      scope,
      gravest.map(({ id }) => id),
    );
    return gravest.map((incident) => incidentShown(incident, assignees.get(incident.id), rules));
  }
}

/** The range widened to whole hours, which is how intake is counted. */
function hoursOf({ from, to }: TimeRange): TimeRange {
  return { from: new Date(Math.floor(Date.parse(from) / HOUR_MS) * HOUR_MS).toISOString(), to };
}

function byGravity(a: EventIncident, b: EventIncident): number {
  return urgency(b) - urgency(a) || (a.lastTime > b.lastTime ? -1 : 1);
}

function urgency({ level, entities }: EventIncident): number {
  return LEVELS.indexOf(priorityOf(level, entities));
}
