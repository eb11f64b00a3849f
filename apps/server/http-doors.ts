import type { TokenCheck } from '@haechi/platform/api/auth/token-check.ts';
import { elasticsearchRoutes } from '@haechi/platform/ingest/elasticsearch/routes.ts';
import { gelfRoutes } from '@haechi/platform/ingest/gelf/routes.ts';
import { hecRoutes } from '@haechi/platform/ingest/hec/routes.ts';
import { ACK_LIMITS } from '@haechi/platform/ingest/limits.ts';
import { lokiRoutes } from '@haechi/platform/ingest/loki/routes.ts';
import { otlpRoutes } from '@haechi/platform/ingest/otlp/routes.ts';
import type { IngestDeps } from '@haechi/platform/ingest/ports.ts';
import type { FastifyInstance } from 'fastify';
import { senderCheck } from './senders.ts';

/** Registers every intake protocol over HTTP. @param timeZone of times that carry none */
export async function httpDoors(
  server: FastifyInstance,
  ingest: IngestDeps,
  tokens: TokenCheck,
  timeZone: string,
): Promise<void> {
  const http = { ...ingest, check: senderCheck(tokens), inFlight: { bytes: 0 }, timeZone };
  await hecRoutes(server, { ...http, acknowledge: true, ackLimits: ACK_LIMITS });
  await elasticsearchRoutes(server, http);
  await otlpRoutes(server, http);
  await lokiRoutes(server, http);
  await gelfRoutes(server, http);
}
