import type { Finding as EventFinding } from '@haechi/event';
import type { RuleCatalog } from '../deps.ts';
import { answers, type Routes, scopeIn } from '../route.ts';
import { titlesOf } from '../rule-view.ts';
import { type Finding, FindingPage, FindingQuery } from '../schemas/findings.ts';
import { openRangeOf } from '../time.ts';

export const findingRoutes: Routes = (api, { state, rules }) => {
  api.get(
    '/api/v1/findings',
    {
      schema: {
        summary: 'Detections, newest first',
        tags: ['findings'],
        querystring: FindingQuery,
        response: answers(FindingPage),
      },
    },
    async (request) => {
      const { ruleId, limit, cursor } = request.query;
      const range = openRangeOf(request.query);
      const page = await state.incidents.findings(scopeIn(request), {
        ...(ruleId === undefined ? {} : { ruleId }),
        ...(range === undefined ? {} : { range }),
        ...(limit === undefined ? {} : { limit }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      return { ...page, rows: page.rows.map((finding) => findingShown(finding, rules)) };
    },
  );
};

/** A finding as the API shows it. */
export function findingShown(finding: EventFinding, rules: RuleCatalog): Finding {
  return {
    ...finding,
    ...titlesOf(rules, finding.ruleId),
    attack: [...finding.attack],
    eventIds: [...finding.eventIds],
  };
}
