import { type Incident as EventIncident, priorityOf, stakesOf } from '@haechi/event';
import type { RuleCatalog } from '../deps.ts';
import { fault } from '../errors.ts';
import { eventsBehind } from '../incident-evidence.ts';
import { answers, principalIn, type Routes, scopeIn } from '../route.ts';
import { titlesOf } from '../rule-view.ts';
import { IdParams, TenantQuery } from '../schemas/common.ts';
import { Incident, IncidentDetail, IncidentPage, IncidentPatch, IncidentQuery, Notes } from '../schemas/incidents.ts';
import { findingShown } from './findings.ts';

const tags = ['incidents'];

export const incidentRoutes: Routes = (api, deps) => {
  const { state, rules, feed } = deps;

  api.get(
    '/api/v1/incidents',
    {
      schema: { summary: 'Incidents, newest first', tags, querystring: IncidentQuery, response: answers(IncidentPage) },
    },
    async (request) => {
      const scope = scopeIn(request);
      const { tenant: _tenant, ...filter } = request.query;
      const page = await state.incidents.incidents(scope, filter);
      const assignees = await state.casework.assignees(
        scope,
        page.rows.map(({ id }) => id),
      );
      return { ...page, rows: page.rows.map((incident) => incidentShown(incident, assignees.get(incident.id), rules)) };
    },
  );

  api.get(
    '/api/v1/incidents/:id',
    {
      schema: {
        summary: 'One incident with its findings, events and response hints',
        tags,
        params: IdParams,
        querystring: TenantQuery,
        response: answers(IncidentDetail),
      },
    },
    async (request) => {
      const scope = scopeIn(request);
      const { id } = request.params;
      const incident = await state.incidents.incident(scope, id);
      if (incident === undefined) throw fault('not_found');
      const { findings, events } = await eventsBehind(deps, scope, id);
      const assignees = await state.casework.assignees(scope, [id]);
      const hints = [...new Set(findings.map(({ ruleId }) => ruleId))].flatMap((ruleId) => {
        const hint = rules.rule(ruleId)?.texts?.response;
        return hint === undefined ? [] : [{ ruleId, hint: { ...hint } }];
      });
      return {
        incident: incidentShown(incident, assignees.get(id), rules),
        findings: findings.map((finding) => findingShown(finding, rules)),
        events: Object.fromEntries(events.map((row) => [row.id, row])),
        response: hints,
      };
    },
  );

  api.patch(
    '/api/v1/incidents/:id',
    {
      schema: {
        summary: 'Changes status or assignee, adds a note',
        tags,
        params: IdParams,
        querystring: TenantQuery,
        body: IncidentPatch,
        response: answers(Incident),
      },
    },
    async (request) => {
      const scope = scopeIn(request);
      const { id } = request.params;
      const { status, assignee, note } = request.body;
      const before = await state.incidents.incident(scope, id);
      if (before === undefined) throw fault('not_found');
      request.auditNote = {
        tenant: before.tenant,
        target: id,
        detail: {
          ...(status && { status, before: before.status }),
          ...(assignee !== undefined && { assignee }),
          ...(note && { note: true }),
        },
      };
      if (assignee !== undefined) await state.casework.assign(scope, id, assignee === '' ? null : assignee);
      if (note !== undefined)
        await state.casework.addNote(scope, id, { author: principalIn(request).actor, text: note });
      const after = status === undefined ? before : await state.incidents.setIncidentStatus(scope, id, status);
      if (after === undefined) throw fault('not_found');
      feed.publish({ type: 'incident', tenant: after.tenant, incident: after });
      const assignees = await state.casework.assignees(scope, [id]);
      return incidentShown(after, assignees.get(id), rules);
    },
  );

  api.get(
    '/api/v1/incidents/:id/notes',
    {
      schema: {
        summary: 'Notes, oldest first',
        tags,
        params: IdParams,
        querystring: TenantQuery,
        response: answers(Notes),
      },
    },
    async (request) => {
      const { id } = request.params;
      if ((await state.incidents.incident(scopeIn(request), id)) === undefined) throw fault('not_found');
      const notes = await state.casework.notes(scopeIn(request), id);
      return { rows: notes.map((note) => ({ id: note.id, time: note.created, author: note.author, text: note.text })) };
    },
  );
};

/** An incident as the API shows it. */
export function incidentShown(incident: EventIncident, assignee: string | undefined, rules: RuleCatalog): Incident {
  return {
    ...incident,
    ...titlesOf(rules, incident.titleRuleId),
    priority: priorityOf(incident.level, incident.entities),
    stakes: stakesOf(incident.entities),
    tactics: [...incident.tactics],
    findingIds: [...incident.findingIds],
    ...(assignee === undefined ? {} : { assignee }),
  };
}
