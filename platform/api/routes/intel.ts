import { ENRICH_LIMITS } from '../../enrich/limits.ts';
import { readIntelList } from '../../enrich/read-list.ts';
import { scopeOf } from '../../tenancy/scope.ts';
import { fault } from '../errors.ts';
import { answers, NO_CONTENT, principalIn, type Routes, scopeIn } from '../route.ts';
import { TenantQuery } from '../schemas/common.ts';
import { IntelList, IntelLists, ListParams, NewIntelList } from '../schemas/intel.ts';

const tags = ['intel'];
/** JSON writes a line break as two characters, and a quotation mark in STIX as two. */
const BODY_LIMIT = ENRICH_LIMITS.listChars * 2;

/** Lists of what is known to be bad. */
export const intelRoutes: Routes = (api, { state, intelChanged }) => {
  api.get(
    '/api/v1/intel/lists',
    {
      schema: {
        summary: 'Lists of indicators of the subtree, with what is inherited',
        tags,
        querystring: TenantQuery,
        response: answers(IntelLists),
      },
    },
    async (request) => ({ rows: await state.intelLists.list(scopeIn(request)) }),
  );

  api.post(
    '/api/v1/intel/lists',
    {
      bodyLimit: BODY_LIMIT,
      schema: {
        summary: 'Takes up a list of indicators, in place of one of the same name: lines of text, or STIX 2.1',
        tags,
        querystring: TenantQuery,
        body: NewIntelList,
        response: answers(IntelList),
      },
    },
    async (request) => {
      const { tenant, name, text } = request.body;
      const scope = scopeOf(scopeIn(request).path, tenant);
      request.auditNote = { target: name, tenant };
      const { indicators, refused, refusedCount } = readIntelList(text);
      const put = await state.intelLists.put(scope, { name, author: principalIn(request).actor, indicators });
      if (!put) throw fault('intel_list_of_feed');
      await intelChanged();
      return { name, tenant, indicators: indicators.length, refusedCount, refused: [...refused] };
    },
  );

  api.delete(
    '/api/v1/intel/lists/:name',
    {
      schema: {
        summary: 'Removes a list of the tenant',
        tags,
        params: ListParams,
        querystring: TenantQuery,
        response: NO_CONTENT,
      },
    },
    async (request, reply) => {
      const removed = await state.intelLists.remove(scopeIn(request), request.params.name);
      if (removed === 'none') throw fault('not_found');
      if (removed === 'of_feed') throw fault('intel_list_of_feed');
      await intelChanged();
      return reply.code(204).send(null);
    },
  );
};
