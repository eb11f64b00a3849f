import { answers, type Routes, scopeIn } from '../route.ts';
import { RangeQuery, TenantQuery } from '../schemas/common.ts';
import {
  Count,
  Fields,
  Histogram,
  Search,
  SearchCount,
  SearchHistogram,
  SearchPage,
  SearchTop,
  TopValues,
} from '../schemas/search.ts';
import { rangeOf } from '../time.ts';

const tags = ['search'];

export const searchRoutes: Routes = (api, { events }) => {
  api.post(
    '/api/v1/search',
    {
      schema: {
        summary: 'Events that match',
        tags,
        querystring: TenantQuery,
        body: Search,
        response: answers(SearchPage),
      },
    },
    async (request) => {
      const { query, from, to, ...page } = request.body;
      const found = await events.search(scopeIn(request), { query, range: rangeOf({ from, to }), ...page });
      return { ...found, rows: [...found.rows] };
    },
  );

  api.post(
    '/api/v1/search/count',
    {
      schema: {
        summary: 'How many match',
        tags,
        querystring: TenantQuery,
        body: SearchCount,
        response: answers(Count),
      },
    },
    async (request) => ({
      count: await events.count(scopeIn(request), request.body.query, rangeOf(request.body)),
    }),
  );

  api.post(
    '/api/v1/search/top',
    {
      schema: {
        summary: 'Most frequent values of a field',
        tags,
        querystring: TenantQuery,
        body: SearchTop,
        response: answers(TopValues),
      },
    },
    async (request) => {
      const { query, field, limit = 10 } = request.body;
      return { rows: await events.top(scopeIn(request), query, rangeOf(request.body), field, limit) };
    },
  );

  api.post(
    '/api/v1/search/histogram',
    {
      schema: {
        summary: 'How many match, over time',
        tags,
        querystring: TenantQuery,
        body: SearchHistogram,
        response: answers(Histogram),
      },
    },
    async (request) => {
      const { query, buckets = 60 } = request.body;
      return { rows: await events.histogram(scopeIn(request), query, rangeOf(request.body), buckets) };
    },
  );

  api.get(
    '/api/v1/search/fields',
    { schema: { summary: 'Fields seen in a range', tags, querystring: RangeQuery, response: answers(Fields) } },
    async (request) => ({ rows: await events.fields(scopeIn(request), rangeOf(request.query)) }),
  );
};
