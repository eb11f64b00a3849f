import type { FastifyReply, FastifyRequest } from 'fastify';
import { sourceOf } from '../../ingest/uploads/batches.ts';
import { queryOf } from '../../ingest/uploads/outcome.ts';
import type { Upload as StoredUpload } from '../../store/state/index.ts';
import { fault } from '../errors.ts';
import { type Api, answers, NO_CONTENT, principalIn, type RouteDeps, type Routes, scopeIn } from '../route.ts';
import { ErrorBody, IdParams, TenantQuery } from '../schemas/common.ts';
import { Upload, UploadCreateQuery, UploadQuery, Uploads } from '../schemas/uploads.ts';
import { requireTimeZone } from '../time.ts';
import { checkVersion, countIn, metadataOf, PART_TYPE, TUS_EXTENSIONS, TUS_VERSION } from '../tus.ts';

const tags = ['uploads'];
const PATH = '/api/v1/uploads';
const WHOLE_TYPE = 'application/octet-stream';

/** Files that are given as files, after the tus protocol (tus.io, 1.0.0) and by a plain POST of the bytes. */
export const uploadRoutes: Routes = (api, deps) => {
  const { state, receiving, uploadLimits } = deps;
  const shown = (upload: StoredUpload): Upload => uploadOf(upload, deps.uploadHeldBy(upload.id));

  api.get(
    PATH,
    { schema: { summary: 'Uploaded files, newest first', tags, querystring: UploadQuery, response: answers(Uploads) } },
    async (request) => ({
      rows: (await state.uploads.list(scopeIn(request), request.query.limit ?? 100)).map(shown),
    }),
  );

  api.get(
    `${PATH}/:id`,
    {
      schema: {
        summary: 'How far an uploaded file is, and what became of it',
        tags,
        params: IdParams,
        querystring: TenantQuery,
        response: answers(Upload),
      },
    },
    async (request) => {
      const upload = await state.uploads.find(scopeIn(request), request.params.id);
      if (upload === undefined) throw fault('not_found');
      return shown(upload);
    },
  );

  api.delete(
    `${PATH}/:id`,
    {
      schema: {
        summary: 'Gives an upload up, or takes it off the list; events that it brought stay',
        tags,
        params: IdParams,
        querystring: TenantQuery,
        response: NO_CONTENT,
      },
    },
    async (request, reply) => {
      reply.header('tus-resumable', TUS_VERSION);
      if (!(await receiving.remove(scopeIn(request), request.params.id))) throw fault('not_found');
      return reply.code(204).send(null);
    },
  );

  api.options(PATH, { schema: { hide: true } }, async (_request, reply) =>
    reply
      .code(204)
      .headers({
        'tus-resumable': TUS_VERSION,
        'tus-version': TUS_VERSION,
        'tus-extension': TUS_EXTENSIONS,
        'tus-max-size': uploadLimits.fileBytes,
      })
      .send(null),
  );

  // Bodies of these routes stay the streams that they are, within a scope of their own.
  api.register(async (scope: Api) => partRoutes(scope, deps));
};

async function partRoutes(api: Api, { receiving, uploadLimits, now }: RouteDeps): Promise<void> {
  api.removeAllContentTypeParsers();
  api.addContentTypeParser([PART_TYPE, WHOLE_TYPE], (_request, payload, done) => done(null, payload));
  api.addHook('onSend', async (_request, reply) => {
    reply.header('tus-resumable', TUS_VERSION);
  });

  api.post(
    PATH,
    {
      schema: {
        summary: 'Announces a file (tus creation), with its bytes or its first part where there is a body',
        description:
          'Upload-Length is the length of the file; without it the body is the whole file. Upload-Metadata holds filename or relativePath, and timezone.',
        tags,
        querystring: UploadCreateQuery,
        response: { 201: Upload, '4xx': ErrorBody, '5xx': ErrorBody },
      },
    },
    async (request, reply) => {
      checkVersion(request.headers);
      const { headers, query } = request;
      const said = metadataOf(headers);
      const name = query.name ?? said.get('relativePath') ?? said.get('filename') ?? said.get('name') ?? '';
      const timeZone = query.timeZone ?? said.get('timezone') ?? 'UTC';
      requireTimeZone(timeZone);
      const bytes = countIn(headers, headers['upload-length'] === undefined ? 'content-length' : 'upload-length');
      const scope = scopeIn(request);
      const author = principalIn(request).actor;
      const created = await receiving.create(scope, { name, bytes, timeZone, author });
      request.auditNote.target = created.id;
      request.auditNote.detail = { name, bytes };
      const hasPart = created.status === 'receiving' && isStream(request.body);
      const upload = hasPart ? await part(scope, created.id, 0, request, reply) : created;
      return reply
        .code(201)
        .header('location', `${PATH}/${upload.id}`)
        .headers(offsetOf(upload))
        .send(uploadOf(upload));
    },
  );

  api.head(
    `${PATH}/:id`,
    { schema: { hide: true, params: IdParams, querystring: TenantQuery } },
    async (request, reply) => {
      checkVersion(request.headers);
      const upload = await receiving.settled(scopeIn(request), request.params.id);
      if (upload === undefined) throw fault('not_found');
      return reply.headers({ ...offsetOf(upload), 'upload-length': upload.bytes }).send(null);
    },
  );

  api.patch(
    `${PATH}/:id`,
    {
      schema: {
        summary: 'Takes the part of a file that begins at Upload-Offset (tus)',
        tags,
        consumes: [PART_TYPE],
        params: IdParams,
        querystring: TenantQuery,
        response: NO_CONTENT,
      },
    },
    async (request, reply) => {
      checkVersion(request.headers);
      if (request.headers['content-type'] !== PART_TYPE) throw fault('unsupported_media_type');
      const offset = countIn(request.headers, 'upload-offset');
      const upload = await part(scopeIn(request), request.params.id, offset, request, reply);
      return reply.code(204).headers(offsetOf(upload)).send(null);
    },
  );

  async function part(
    scope: ReturnType<typeof scopeIn>,
    id: string,
    offset: number,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<StoredUpload> {
    // A request that ends early leaves bytes on the connection that are no request.
    if (!isStream(request.body)) throw fault('invalid_request', 'body');
    request.raw.setTimeout(uploadLimits.idleMs, () => request.raw.destroy());
    try {
      const taken = await receiving.append(scope, id, offset, isStream(request.body) ? request.body : nothing());
      if (taken === undefined) throw fault('not_found');
      if (!taken.isWhole) reply.header('connection', 'close');
      return taken.upload;
    } catch (error) {
      reply.header('connection', 'close');
      throw error;
    } finally {
      request.raw.setTimeout(0);
    }
  }

  function offsetOf(upload: StoredUpload): Record<string, string | number> {
    const expires = new Date(now() + uploadLimits.receivingMs).toUTCString();
    return {
      'upload-offset': upload.received,
      'cache-control': 'no-store',
      ...(upload.status === 'receiving' ? { 'upload-expires': expires } : {}),
    };
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function uploadOf(upload: StoredUpload, heldBy?: 'rate' | 'volume'): Upload {
  const { sha256, events, unreadable, firstTime, lastTime, ...rest } = upload;
  return {
    id: rest.id,
    tenant: rest.tenant,
    name: rest.name,
    status: rest.status,
    bytes: rest.bytes,
    received: rest.received,
    readBytes: rest.readBytes,
    ...(heldBy === undefined ? {} : { heldBy }),
    timeZone: rest.timeZone,
    author: rest.author,
    created: rest.created,
    inputs: rest.inputs,
    accepted: rest.accepted,
    rejected: rest.rejected,
    problems: rest.problems.map((problem) => ({ ...problem })),
    problemCount: rest.problemCount,
    source: sourceOf(upload),
    ...(sha256 === null ? {} : { sha256, query: queryOf({ sha256 }) }),
    ...(events === null ? {} : { events }),
    ...(unreadable === null ? {} : { unreadable }),
    ...(firstTime === null ? {} : { firstTime }),
    ...(lastTime === null ? {} : { lastTime }),
  };
}
