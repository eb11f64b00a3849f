import { priorityOf } from '@haechi/event';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { admit, authenticate } from '../guard.ts';
import type { StreamOwner } from '../live/streams.ts';
import { principalIn, type RouteDeps, type Routes, scopeIn } from '../route.ts';
import { titlesOf } from '../rule-view.ts';
import { ErrorBody, TenantQuery } from '../schemas/common.ts';
import { findingShown } from './findings.ts';

const INTAKE_EVERY_MS = 1_000;

export const streamRoutes: Routes = (api, deps) => {
  api.get(
    '/api/v1/stream',
    {
      schema: {
        summary: 'Server-sent events: incident, finding, intake, ping',
        tags: ['stream'],
        querystring: TenantQuery,
        response: {
          200: { description: 'endless', content: { 'text/event-stream': { schema: { type: 'string' } } } },
          '4xx': ErrorBody,
          '5xx': ErrorBody,
        },
      },
    },
    async (request, reply) => {
      follow(deps, request, reply);
    },
  );
};

function follow(deps: RouteDeps, request: FastifyRequest, reply: FastifyReply): void {
  const { feed, streams, limits, now, rules } = deps;
  const response = reply.raw;
  const stream = streams.add(ownerOf(request), response);
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) response.setHeader(name, value);
  }
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
  response.flushHeaders();

  let total = 0;
  let told = 0;
  const unwatch = feed.watch(scopeIn(request).path, (event) => {
    if (event.type === 'intake') total += event.events;
    else if (event.type === 'finding') stream.send('finding', findingShown(event.finding, rules));
    else {
      const { id, title, titleRuleId, level, entities, status } = event.incident;
      const priority = priorityOf(level, entities);
      stream.send('incident', { id, title, ...titlesOf(rules, titleRuleId), level, priority, status });
    }
  });
  const intake = setInterval(() => {
    if (total === told) return;
    stream.send('intake', { perSecond: ((total - told) * 1000) / INTAKE_EVERY_MS, total });
    told = total;
  }, INTAKE_EVERY_MS);
  const ping = setInterval(() => {
    stream.send('ping', { time: new Date(now()).toISOString() });
    // A right that was taken away elsewhere, or ran out, ends the stream here.
    authenticate(request, deps, true)
      .then((principal) => admit(request, 'viewer', principal))
      .catch(() => stream.close());
  }, limits.streamPingMs);
  response.on('close', () => {
    unwatch();
    clearInterval(intake);
    clearInterval(ping);
  });
}

function ownerOf(request: FastifyRequest): StreamOwner {
  const principal = principalIn(request);
  return principal.kind === 'user' ? { userId: principal.user.id, sessionHash: principal.session.idHash } : {};
}
