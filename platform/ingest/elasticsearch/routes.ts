import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type HttpIntakeDeps,
  type HttpProtocol,
  type Reading,
  type Refusal,
  rawRoutes,
  receive,
  senderOf,
} from '../http-door.ts';
import { isUnderPressure } from '../intake.ts';
import { type BulkOutcome, readBulk } from './bulk.ts';
import { asksForCluster, CLUSTER_INFO, clusterHealth, indexMade, LICENSE, SETUP_PATHS, XPACK } from './cluster.ts';
import { errorBody } from './errors.ts';

/** What Elasticsearch answers: status, type of the error, reason. */
const REFUSALS: Readonly<Record<Refusal, readonly [number, string, string]>> = {
  unauthenticated: [401, 'security_exception', 'unable to authenticate: send an intake token as API key or password'],
  forbidden: [403, 'security_exception', 'this token may not send'],
  too_large: [413, 'content_too_large_exception', 'the request is too large'],
  busy: [429, 'es_rejected_execution_exception', 'the intake queue is full; send again later'],
  unsupported_encoding: [415, 'illegal_argument_exception', 'only gzip is understood as Content-Encoding'],
  damaged: [400, 'illegal_argument_exception', 'the body is not sound gzip'],
  internal: [500, 'exception', 'internal error'],
};

/** Elasticsearch's `_bulk` and what shippers ask around it. */
export async function elasticsearchRoutes(server: FastifyInstance, deps: HttpIntakeDeps): Promise<void> {
  const bulk: HttpProtocol = { name: 'bulk', read: (...all) => readRequest(deps, ...all), refuse };
  await rawRoutes(server, refuse, (door) => {
    door.addHook('onRequest', async (_request, reply) => {
      reply.header('x-elastic-product', 'Elasticsearch');
    });
    // The type in the path is of Elasticsearch 7 and before; it says nothing here.
    for (const url of ['/_bulk', '/:index/_bulk', '/:index/:type/_bulk'])
      door.route({ method: ['POST', 'PUT'], url, handler: (request, reply) => receive(bulk, deps, request, reply) });
    const harmless = (url: string, body: () => object, method: string[] = ['GET', 'HEAD']): void => {
      door.route({ method, url, handler: async (request, reply) => answerHarmless(deps, request, reply, body()) });
    };
    harmless('/_license', () => LICENSE);
    harmless('/_xpack', () => XPACK);
    for (const url of ['/_cluster/health', '/_cluster/health/*'])
      harmless(url, () => clusterHealth(isUnderPressure(deps)));
    for (const path of SETUP_PATHS) harmless(path, () => ({}), ['GET', 'HEAD', 'PUT', 'POST', 'DELETE']);
    door.all('/_*', (_request, reply) =>
      reply
        .code(404)
        .send(errorBody(404, 'resource_not_found_exception', 'only bulk and what shippers ask around it is here')),
    );
    door.route({
      method: ['GET', 'HEAD'],
      url: '/',
      handler: async (request, reply) => {
        if (request.method === 'HEAD' || asksForCluster(request.headers))
          return answerHarmless(deps, request, reply, CLUSTER_INFO);
        return notElastic(reply);
      },
    });
    door.route<{ Params: { index: string } }>({
      method: ['HEAD', 'PUT'],
      url: '/:index',
      handler: async (request, reply) =>
        asksForCluster(request.headers)
          ? answerHarmless(deps, request, reply, indexMade(request.params.index))
          : notElastic(reply),
    });
  });
}

/** What is nothing of Elasticsearch's: for the console to answer. */
function notElastic(reply: FastifyReply): FastifyReply {
  reply.removeHeader('x-elastic-product');
  reply.callNotFound();
  return reply;
}

/** Answers what tells nothing: to anybody, but never to a wrong token, which its sender should hear of at once. */
async function answerHarmless(
  { check }: HttpIntakeDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  body: object,
): Promise<FastifyReply> {
  if (request.headers.authorization !== undefined) {
    const sender = await senderOf(request, check);
    if (typeof sender === 'string') return refuse(request, reply, sender);
  }
  return reply.code(200).send(body);
}

function readRequest(
  { limits, now }: HttpIntakeDeps,
  bytes: Buffer,
  request: FastifyRequest,
  { tenant }: { tenant: string },
): Reading | Refusal {
  const began = now();
  const { index } = request.params as { index?: string };
  const read = readBulk(bytes.toString('utf8'), index, tenant, limits);
  if (read === undefined) return 'too_large';
  const { items, outcomes } = read;
  if (outcomes.length === 0)
    return {
      items,
      answer: (reply) => reply.code(400).send(errorBody(400, 'parse_exception', 'request body is required')),
    };
  const errors = outcomes.some(({ error }) => error !== undefined);
  return {
    items,
    answer: (reply) => reply.code(200).send({ errors, took: now() - began, items: itemAnswers(outcomes) }),
  };
}

/** Documents without an id get one for the answer: clients want one, and nothing here goes by it. */
function itemAnswers(outcomes: readonly BulkOutcome[]): Record<string, unknown>[] {
  const made = randomBytes(12).toString('base64url');
  return outcomes.map(({ name, index, id, error }, position) => {
    if (error !== undefined) {
      const { status, type, reason } = error;
      return { [name]: { _index: index ?? null, _id: id ?? null, status, error: { type, reason } } };
    }
    return { [name]: { _index: index, _id: id ?? `${made}${position}`, ...CREATED } };
  });
}

const CREATED = {
  _version: 1,
  result: 'created',
  _shards: { total: 1, successful: 1, failed: 0 },
  _seq_no: 0,
  _primary_term: 1,
  status: 201,
};

function refuse(_request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const [status, type, reason] = REFUSALS[refusal];
  if (status === 401) reply.header('www-authenticate', 'ApiKey, Basic realm="haechi", Bearer realm="haechi"');
  return reply.code(status).send(errorBody(status, type, reason));
}
