import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { text } from '@haechi/locales';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerError, fault } from './errors.ts';
import { acceptedLang } from './language.ts';
import type { Api } from './route.ts';
import { consolePolicy } from './security-headers.ts';

/** Serves the built console; a path that is no file is the console's own and gets its page. */
export async function consolePages(api: Api, folder: string): Promise<void> {
  const built = existsSync(path.join(folder, 'index.html'));
  if (built) {
    await api.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      index: false,
      globIgnore: ['index.html'],
      cacheControl: false,
      setHeaders: (reply, file) => {
        // Files in assets/ carry a hash of their content in the name.
        const hashed = path.relative(folder, file).startsWith('assets');
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  api.setNotFoundHandler(async (request, reply) => {
    if (!wantsPage(request)) return answerError(fault('not_found'), request, reply);
    return built ? page(reply, folder) : missingPage(request, reply);
  });
}

function wantsPage({ method, url }: FastifyRequest): boolean {
  return method === 'GET' && !/^\/(?:(?:api|assets|services|v1|loki|gelf)(?:\/|$)|_)/.test(url);
}

async function page(reply: FastifyReply, folder: string): Promise<FastifyReply> {
  const nonce = randomBytes(16).toString('base64');
  const html = await readFile(path.join(folder, 'index.html'), 'utf8');
  return reply
    .code(200)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', consolePolicy(nonce))
    .send(withNonce(html, nonce));
}

/** Vite's own convention: scripts that make style elements read the nonce from `meta[property=csp-nonce]`. */
function withNonce(html: string, nonce: string): string {
  return html.replace('<head>', `<head>\n    <meta property="csp-nonce" nonce="${nonce}" />`);
}

function missingPage(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const lang = acceptedLang(request.headers['accept-language']);
  const title = text(lang, 'api.console.missing');
  const body = `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>Haechi</title><h1>${title}</h1><p>${text(lang, 'api.console.build')}</p><pre>npm run build -w @haechi/console</pre></html>`;
  return reply.code(503).type('text/html; charset=utf-8').send(body);
}
