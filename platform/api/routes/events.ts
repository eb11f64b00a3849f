import { fault } from '../errors.ts';
import { answers, type Routes, scopeIn } from '../route.ts';
import { IdParams, TenantQuery } from '../schemas/common.ts';
import { EventRow } from '../schemas/events.ts';

export const eventRoutes: Routes = (api, { events }) => {
  api.get(
    '/api/v1/events/:id',
    {
      schema: {
        summary: 'One event',
        tags: ['events'],
        params: IdParams,
        querystring: TenantQuery,
        response: answers(EventRow),
      },
    },
    async (request) => {
      const [row] = await events.byIds(scopeIn(request), [request.params.id]);
      if (row === undefined) throw fault('not_found');
      return row;
    },
  );
};
