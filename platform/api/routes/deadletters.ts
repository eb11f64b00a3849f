import { answers, type Routes, scopeIn } from '../route.ts';
import { DeadLetterQuery, DeadLetters } from '../schemas/deadletters.ts';
import { rangeOf } from '../time.ts';

export const deadLetterRoutes: Routes = (api, { events }) => {
  api.get(
    '/api/v1/deadletters',
    {
      schema: {
        summary: 'Records that no decoder could read',
        tags: ['deadletters'],
        querystring: DeadLetterQuery,
        response: answers(DeadLetters),
      },
    },
    async (request) => {
      const { limit = 100 } = request.query;
      return { rows: await events.deadLetters(scopeIn(request), rangeOf(request.query), limit) };
    },
  );
};
