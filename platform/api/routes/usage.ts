import { answers, type Routes, scopeIn } from '../route.ts';
import { UsagePage, UsageQuery } from '../schemas/usage.ts';
import { rangeOf } from '../time.ts';

/** Rows of an answer: a year of days for some hundred tenants. */
const ROWS = 50_000;

export const usageRoutes: Routes = (api, { state }) => {
  api.get(
    '/api/v1/usage',
    {
      schema: {
        summary: 'What came in, by tenant and hour or day: the base of billing',
        tags: ['tenants'],
        querystring: UsageQuery,
        response: answers(UsagePage),
      },
    },
    async (request) => {
      const rows = await state.intakeCounts.byTenant(
        scopeIn(request),
        rangeOf(request.query),
        request.query.step,
        ROWS + 1,
      );
      return { rows: rows.slice(0, ROWS), complete: rows.length <= ROWS };
    },
  );
};
