import multipart from '@fastify/multipart';
import { fault } from '../errors.ts';
import { answers, NO_CONTENT, principalIn, type Routes, scopeIn } from '../route.ts';
import { readPack } from '../rule-pack-files.ts';
import { TenantQuery } from '../schemas/common.ts';
import { PackParams, PackUploadQuery, RulePack, RulePackPage } from '../schemas/rules.ts';

const tags = ['rules'];

export const rulePackRoutes: Routes = (api, { state, rules, limits, now }) => {
  api.register(multipart, { limits: { fileSize: limits.packBytes, files: limits.packFiles, parts: limits.packFiles } });

  api.get(
    '/api/v1/rules/packs',
    { schema: { summary: 'Uploaded rule packs', tags, querystring: TenantQuery, response: answers(RulePackPage) } },
    async (request) => ({
      rows: (await state.rulePacks.list(scopeIn(request))).map(({ name, tenant, created, author, fileCount }) => ({
        name,
        tenant,
        uploaded: created,
        uploadedBy: author,
        files: fileCount,
      })),
    }),
  );

  api.post(
    '/api/v1/rules/packs',
    {
      bodyLimit: limits.packBytes,
      schema: {
        summary: 'Uploads rules: YAML files or an archive of them; replaces a pack of the same name',
        tags,
        consumes: ['multipart/form-data'],
        querystring: PackUploadQuery,
        response: answers(RulePack),
      },
    },
    async (request) => {
      const scope = scopeIn(request);
      const { name } = request.query;
      const author = principalIn(request).actor;
      request.auditNote.target = name;
      if (!request.isMultipart()) throw fault('unsupported_media_type');
      const files = await readPack(request.files(), limits);
      const checked = rules.check(files);
      request.auditNote.detail = { files: files.length, rules: checked.rules, rejected: checked.rejected.length };
      if (checked.rules === 0) throw fault('pack_invalid', checked.rejected[0]?.reason);
      await state.rulePacks.put(scope, { name, author, files });
      await rules.reload();
      return {
        name,
        tenant: scope.path,
        uploaded: new Date(now()).toISOString(),
        uploadedBy: author,
        files: files.length,
        rules: checked.rules,
        rejected: checked.rejected.map((one) => ({ ...one })),
      };
    },
  );

  api.delete(
    '/api/v1/rules/packs/:name',
    { schema: { summary: 'Removes a pack', tags, params: PackParams, querystring: TenantQuery, response: NO_CONTENT } },
    async (request, reply) => {
      if (!(await state.rulePacks.remove(scopeIn(request), request.params.name))) throw fault('not_found');
      await rules.reload();
      return reply.code(204).send(null);
    },
  );
};
