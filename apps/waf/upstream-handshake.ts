import { type IncomingMessage, request } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { ClientGone } from './exchange.ts';
import type { Field } from './http/head.ts';
import { WAF_LIMITS } from './limits.ts';
import type { UpstreamAnswer, UpstreamRequest } from './upstream.ts';

/** Asks the upstream for another protocol, on a connection of its own (RFC 9110, section 7.8). */
export function handshake(upstream: URL, wanted: UpstreamRequest): Promise<UpstreamAnswer> {
  const secure = upstream.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const sending = (secure ? tlsRequest : request)({
      hostname: upstream.hostname.replace(/^\[|\]$/g, ''),
      port: upstream.port === '' ? (secure ? 443 : 80) : Number(upstream.port),
      agent: false,
      setHost: false,
      timeout: WAF_LIMITS.upstreamMs,
      method: wanted.method,
      path: wanted.target,
      headers: wanted.headers.flat(),
    });
    sending.once('response', (message) => resolve(answerOf(message)));
    sending.once('upgrade', (message, socket, head) => {
      // Until somebody takes the connection over nobody else listens: an error would end the process.
      socket.on('error', () => socket.destroy());
      resolve({ ...answerOf(message), upgraded: { socket, head }, cancel: () => socket.destroy() });
    });
    sending.once('timeout', () => sending.destroy(new Error('the upstream did not answer in time')));
    sending.once(
      'close',
      wanted.onGone(() => sending.destroy(new ClientGone('the client has gone'))),
    );
    sending.on('error', reject);
    for (const piece of wanted.sent) sending.write(piece);
    sending.end();
  });
}

function answerOf(message: IncomingMessage): UpstreamAnswer {
  const { rawHeaders } = message;
  const headers: Field[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2)
    headers.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  return {
    status: message.statusCode ?? 502,
    reason: message.statusMessage ?? '',
    headers,
    body: message,
    cancel: () => message.destroy(),
  };
}
