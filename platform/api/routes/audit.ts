import { answers, type Routes, scopeIn } from '../route.ts';
import { AuditPage, AuditQuery } from '../schemas/audit.ts';
import { openRangeOf } from '../time.ts';

export const auditRoutes: Routes = (api, { state }) => {
  api.get(
    '/api/v1/audit',
    {
      schema: {
        summary: 'Who changed what, newest first',
        tags: ['audit'],
        querystring: AuditQuery,
        response: answers(AuditPage),
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const range = openRangeOf(request.query);
      const page = await state.audit.list(scopeIn(request), {
        ...(range === undefined ? {} : { range }),
        ...(limit === undefined ? {} : { limit }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      return { ...page, rows: page.rows.map((entry) => ({ ...entry, id: String(entry.id) })) };
    },
  );
};
