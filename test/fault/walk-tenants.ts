import type { Caller, TestServer } from '../../apps/server/test-server.ts';
import { bodyOf } from './walk-bodies.ts';
import { ROUTES } from './walk-routes.ts';
import { attack, fingerprint, prepare, RANGE, type Side } from './walk-side.ts';
import { follow, streamStatus } from './walk-streams.ts';

/** What a random walk came to. */
export interface WalkResult {
  readonly requests: number;
  /** Requests that were answered with data or did something, by tenant of the caller. */
  readonly succeeded: number;
  /** Requests that named something of the other tenant. */
  readonly foreign: number;
  /** Findings and incidents that live streams told of meanwhile. */
  readonly streamed: number;
  /** What went wrong: a foreign word in an answer, or a foreign thing that was changed. Must be empty. */
  readonly breaches: readonly string[];
}

/** What changes nothing, or only the caller's own account: all else names the other side, so that every change is a breach. */
const HARMLESS =
  /^(?:GET|HEAD) |^POST \/api\/v1\/(?:search|parsers\/try|rules\/\{id\}\/exceptions\/preview)|^PATCH \/api\/v1\/me$/;
/** What it changes is said by the tenant of the query alone. */
const BY_QUERY =
  /^(?:PUT|PATCH|POST|DELETE) \/api\/v1\/(?:inventory|settings|tenants|uploads$|rules\/packs|rules\/\{id\}$)/;
/** Where `{id}` is something of a tenant, and not a rule or a name that both may have. */
const OWNED = /incidents|events|users|tokens|uploads|intel|parsers|waf/;
/** Requests between two attacks on both sides: incidents are made and told of while the walk goes on. */
const ATTACK_EVERY = 250;

/** Walks the API at random as people and tokens of two tenants, and looks in every answer for a word of the other. */
export async function walkTenants(server: TestServer, requests: number, seed: number): Promise<WalkResult> {
  const sides = [await prepare(server, 'acme', 'acmesecretword'), await prepare(server, 'globex', 'globexsecretword')];
  const before = await Promise.all(sides.map((side) => fingerprint(server, side)));
  const streams = await Promise.all(sides.map((side) => follow(server, side)));
  const random = mulberry32(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const breaches: string[] = [];
  const counts = { succeeded: 0, foreign: 0 };
  for (let made = 0; made < requests; made++) {
    if (made % ATTACK_EVERY === 0) for (const side of sides) await attack(server, side, made / ATTACK_EVERY);
    const [mine, other] = (random() < 0.5 ? sides : [...sides].reverse()) as [Side, Side];
    const caller = pick(mine.callers);
    const [method, route] = pick(ROUTES);
    const asked = `${method} ${route}`;
    // Most of the walk names what is not one's own; the rest makes sure that one's own is still answered.
    const named = random() < 0.7 || !HARMLESS.test(asked) ? other : mine;
    // Rights in the other tenant would be as much a breach for one's own account.
    const id = pick(asked.endsWith('/grants') && random() < 0.5 ? mine.ids : named.ids);
    const query = new URLSearchParams({
      ...(random() < 0.6 || BY_QUERY.test(asked) ? { tenant: named.tenant } : {}),
      ...(/fields|overview|usage|audit|deadletters/.test(route) ? RANGE : {}),
      ...(method === 'DELETE' && route.endsWith('exceptions') ? { exception: id } : {}),
      ...(method === 'DELETE' && /exclusions|blocks/.test(route) ? { entry: pick(named.ids) } : {}),
      ...(method === 'DELETE' && route.includes('/inventory') ? { name: id } : {}),
      ...(/packs$|uploads$/.test(route) && method === 'POST' ? { name: 'walk' } : {}),
      ...(route.endsWith('/report') ? { format: pick(['html', 'json']) } : {}),
    });
    const url = `${route.replace('{id}', encodeURIComponent(id))}?${query}`;
    if (route.endsWith('/sessions/current')) {
      breaches.push(...(await endSession(server, mine, other)));
      continue;
    }
    if (route.endsWith('/stream')) {
      const status = await streamStatus(server, caller, url);
      const isForeign = query.get('tenant') === other.tenant;
      counts[isForeign ? 'foreign' : 'succeeded']++;
      if (isForeign && status !== 403) breaches.push(`${url} answered ${status}`);
      continue;
    }
    const body = bodyOf(method, route, named, mine.tenant, pick, random);
    const { status, body: answer } = await server.call(caller, method, url, body);
    const text = JSON.stringify(asked.endsWith('/audit') ? whoAndWhere(answer) : answer);
    const sent = JSON.stringify(body ?? '');
    const foreign = url.includes(encodeURIComponent(other.tenant)) || sent.includes(other.word);
    if (foreign) counts.foreign++;
    if (status >= 500) breaches.push(`${method} ${url} answered ${status}: ${text.slice(0, 200)}`);
    if (status >= 300) continue;
    counts.succeeded++;
    const leak = text.includes(other.word) && !sent.includes(other.word);
    if (leak || text.includes(`"${other.tenant}"`)) breaches.push(`${method} ${url} showed ${text.slice(0, 300)}`);
    // An id of the other side that was found, or its tenant that was read or written into.
    const isTaken =
      (named === other && route.includes('{id}') && OWNED.test(route)) ||
      (query.get('tenant') === other.tenant && !route.endsWith('/me')) ||
      (!HARMLESS.test(asked) && sent.includes(`"${other.tenant}"`));
    if (isTaken) breaches.push(`${method} ${url} as the other tenant answered ${status}`);
  }
  const told = await Promise.all(streams.map((stream, index) => stream.end(sides[1 - index] as Side)));
  breaches.push(...told.flatMap((stream) => stream.breaches));
  const after = await Promise.all(sides.map((side) => fingerprint(server, side)));
  for (const [index, state] of before.entries())
    if (state !== after[index])
      breaches.push(`what ${sides[index]?.tenant} has was changed: ${state} → ${after[index]}`);
  return { requests, ...counts, streamed: told.reduce((sum, { events }) => sum + events, 0), breaches };
}

/** Of the trail, who did something and where: it repeats what one's own people have asked for, and they asked for the others'. */
function whoAndWhere({ rows }: Record<string, unknown>): unknown {
  return ((rows ?? []) as Record<string, unknown>[]).map(({ actor, tenant, outcome }) => [actor, tenant, outcome]);
}

/** A session that is ended is no longer good, ends no other, and cannot be ended by another's page. */
async function endSession(server: TestServer, mine: Side, other: Side): Promise<string[]> {
  const breaches: string[] = [];
  const expect = async (caller: Caller, method: string, route: string, status: number): Promise<void> => {
    const answer = await server.call(caller, method, `/api/v1${route}`);
    if (answer.status !== status) breaches.push(`${method} ${route} answered ${answer.status}, not ${status}`);
    if (JSON.stringify(answer.body).includes(other.word)) breaches.push(`${method} ${route} showed the other side`);
  };
  const own = await server.signIn(`${mine.word}.viewer`);
  const csrf = (other.callers[0] as Caller)['x-csrf-token'] ?? '';
  await expect({ ...own, 'x-csrf-token': csrf }, 'DELETE', '/sessions/current', 403);
  await expect(own, 'GET', '/me', 200);
  await expect(own, 'DELETE', '/sessions/current', 204);
  await expect(own, 'GET', '/me', 401);
  for (const caller of [mine.callers[0], other.callers[0]] as Caller[]) {
    const { status } = await server.call(caller, 'GET', '/api/v1/me');
    if (status !== 200) breaches.push(`another session was ended with one's own: ${status}`);
  }
  return breaches;
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
