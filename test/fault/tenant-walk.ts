/**
 * `node test/fault/tenant-walk.ts [REQUESTS] [SEED]`: a random walk over the API as people and tokens of two tenants; no
 * answer may show, and no request change, what the other has. Prints the counts; exits 1 on a breach.
 */
import { openTestServer } from '../../apps/server/test-server.ts';
import { walkTenants } from './walk-tenants.ts';

const requests = Number(process.argv[2] ?? 10_000);
await using server = await openTestServer();
const { succeeded, foreign, streamed, breaches } = await walkTenants(server, requests, Number(process.argv[3] ?? 1));
for (const breach of breaches.slice(0, 20)) process.stdout.write(`BREACH ${breach}\n`);
process.stdout.write(
  `${requests} requests, ${foreign} of them named something of the other tenant, ${succeeded} succeeded, live streams told of ${streamed} findings and incidents, ${breaches.length} breaches\n`,
);
process.exitCode = breaches.length === 0 ? 0 : 1;
