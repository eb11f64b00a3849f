import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import {
  createSecureContext,
  createServer as createTlsServer,
  type SecureContextOptions,
  type TLSSocket,
} from 'node:tls';
import { HaechiError } from '@haechi/event';
import { type ConnectionHost, serveHttp1 } from './http/http1.ts';
import { type Http2Connections, http2Connections } from './http/http2.ts';
import { WAF_LIMITS } from './limits.ts';

/** Certificate and key in PEM, and those of further names by SNI. */
export interface TlsOptions {
  readonly certificate: SecureContextOptions;
  readonly byName: ReadonlyMap<string, SecureContextOptions>;
}

/** An open listener. */
export interface Listener {
  readonly port: number;
  /** Takes no more connections; resolves when those open have ended, or cuts them off after `ms`. */
  close(ms: number): Promise<void>;
}

/** Accepts HTTP/1 connections, and under TLS HTTP/2 as well. @throws HaechiError `port_in_use`, `port_forbidden` */
export async function listen(
  at: { readonly host: string; readonly port: number },
  tls: TlsOptions | undefined,
  host: ConnectionHost,
): Promise<Listener> {
  const open = new Set<Socket>();
  const http2 = http2Connections(host);
  const accept = (socket: Socket, encrypted: boolean): void => {
    socket.on('error', () => socket.destroy());
    serveHttp1(socket, encrypted, host).catch(() => socket.destroy());
  };
  const server = tls === undefined ? createServer((socket) => accept(socket, false)) : secureServer(tls, http2, accept);
  // The connection beneath TLS, so that one still in its handshake is known as well.
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.listen(at.port, at.host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw listenFault(error, at);
  }
  return {
    port: (server.address() as { port: number }).port,
    async close(ms) {
      const closed = once(server, 'close');
      server.close();
      for (const socket of host.idle) socket.destroySoon();
      http2.drain();
      const timer = setTimeout(() => {
        for (const socket of open) socket.destroy();
      }, ms);
      await closed;
      clearTimeout(timer);
    },
  };
}

function secureServer(
  { certificate, byName }: TlsOptions,
  http2: Http2Connections,
  accept: (socket: Socket, encrypted: boolean) => void,
): Server {
  const contexts = new Map([...byName].map(([name, options]) => [name, createSecureContext(options)]));
  const server = createTlsServer({
    ...certificate,
    ALPNProtocols: ['h2', 'http/1.1'],
    minVersion: 'TLSv1.2',
    handshakeTimeout: WAF_LIMITS.headMs,
    SNICallback: (name, done) => done(null, contexts.get(name.toLowerCase())),
  });
  server.on('tlsClientError', (_error, socket: TLSSocket) => socket.destroy());
  server.on('secureConnection', (socket: TLSSocket) => {
    if (socket.alpnProtocol !== 'h2') return accept(socket, true);
    socket.on('error', () => socket.destroy());
    http2.accept(socket);
  });
  return server;
}

/** What a failed `listen` means, with what to do. */
export function listenFault(error: unknown, at: { readonly host: string; readonly port: number }): unknown {
  const code = (error as { code?: string }).code;
  const where = `${at.host}:${at.port}`;
  if (code === 'EADDRINUSE')
    return new HaechiError('port_in_use', {
      what: 'another program listens there',
      where,
      remedy: 'stop it, or give another address',
    });
  if (code === 'EACCES')
    return new HaechiError('port_forbidden', {
      what: 'this user may not listen there',
      where,
      remedy: 'use a port from 1024 on',
    });
  return error;
}
