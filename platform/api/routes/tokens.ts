import type { ApiToken } from '../../store/state/index.ts';
import { newApiToken } from '../auth/api-token.ts';
import { hashOf } from '../auth/secrets.ts';
import { fault } from '../errors.ts';
import { answers, NO_CONTENT, principalIn, type Routes, scopeIn } from '../route.ts';
import { IdParams, TenantQuery } from '../schemas/common.ts';
import { CreatedToken, NewToken, type Token, TokenPage } from '../schemas/tokens.ts';

const tags = ['tokens'];

export const tokenRoutes: Routes = (api, { state, tokens, now }) => {
  api.get(
    '/api/v1/tokens',
    { schema: { summary: 'API tokens of the subtree', tags, querystring: TenantQuery, response: answers(TokenPage) } },
    async (request) => ({ rows: (await state.tokens.list(scopeIn(request))).map(shown) }),
  );

  api.post(
    '/api/v1/tokens',
    {
      schema: {
        summary: 'Makes an API token; the secret is in this answer only',
        tags,
        querystring: TenantQuery,
        body: NewToken,
        response: answers(CreatedToken),
      },
    },
    async (request) => {
      const { name, scopes, tenant, expiresAt } = request.body;
      request.auditNote = { target: name, tenant: scopeIn(request).path, detail: { scopes, tenant } };
      if (expiresAt !== undefined && Date.parse(expiresAt) <= now()) throw fault('range_invalid', 'body/expiresAt');
      const { token, prefix } = newApiToken();
      const stored = await state.tokens.create(scopeIn(request), {
        tenant,
        name,
        prefix,
        hash: hashOf(token),
        scopes,
        author: principalIn(request).actor,
        ...(expiresAt === undefined ? {} : { expires: expiresAt }),
      });
      return { ...shown(stored), token };
    },
  );

  api.delete(
    '/api/v1/tokens/:id',
    { schema: { summary: 'Revokes a token', tags, params: IdParams, querystring: TenantQuery, response: NO_CONTENT } },
    async (request, reply) => {
      if (!(await state.tokens.remove(scopeIn(request), request.params.id))) throw fault('not_found');
      tokens.forget();
      return reply.code(204).send(null);
    },
  );
};

function shown({ id, name, prefix, scopes, tenant, created, author, expires, lastUsed }: ApiToken): Token {
  return {
    id,
    name,
    prefix,
    scopes: [...scopes],
    tenant,
    created,
    createdBy: author,
    ...(expires === null ? {} : { expiresAt: expires }),
    ...(lastUsed === null ? {} : { lastUsed }),
  };
}
