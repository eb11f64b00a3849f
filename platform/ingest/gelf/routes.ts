import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type HttpIntakeDeps, type HttpProtocol, type Refusal, rawRoutes, receive } from '../http-door.ts';
import { itemOf } from './protocol.ts';

const REFUSALS: Readonly<Record<Refusal, readonly [number, string]>> = {
  unauthenticated: [401, 'send an intake token as bearer token or password'],
  forbidden: [403, 'this token may not send'],
  too_large: [413, 'the request is too large'],
  busy: [429, 'the intake queue is full; send again later'],
  unsupported_encoding: [415, 'only gzip and deflate are understood as Content-Encoding'],
  damaged: [400, 'the body is damaged'],
  internal: [500, 'internal error'],
};

/** GELF over HTTP: one message a request, answered 202 as Graylog does, but not before it is durable. */
export async function gelfRoutes(server: FastifyInstance, deps: HttpIntakeDeps): Promise<void> {
  const protocol: HttpProtocol = {
    name: 'gelf',
    // Zlib, and gzip whose header was left out, are told by their first bytes, as Graylog does.
    ownEncodings: ['deflate'],
    read(bytes) {
      const item = itemOf(bytes, { messageBytes: deps.limits.recordChars });
      const reason = item.meta?.rejected;
      if (reason === undefined) return { items: [item], answer: (reply) => reply.code(202).send() };
      const answer = (reply: FastifyReply): FastifyReply =>
        reason === 'record_too_long'
          ? plain(reply, 413, 'the message is too long')
          : plain(reply, 400, 'the body is no GELF message: a JSON object with short_message is needed');
      return { items: item.record === '' ? [] : [item], answer };
    },
    refuse: (_request: FastifyRequest, reply, refusal) => plain(reply, ...REFUSALS[refusal]),
  };
  await rawRoutes(server, protocol.refuse, (door) => {
    door.post('/gelf', (request, reply) => receive(protocol, deps, request, reply));
  });
}

function plain(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).type('text/plain; charset=utf-8').send(`${message}\n`);
}
