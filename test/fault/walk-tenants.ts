import { setTimeout as sleep } from 'node:timers/promises';
import { bearer, type Caller, type TestServer } from '../../apps/server/test-server.ts';

/** What a random walk came to. */
export interface WalkResult {
  readonly requests: number;
  /** Requests that were answered with data or did something, by tenant of the caller. */
  readonly succeeded: number;
  /** Requests that named something of the other tenant. */
  readonly foreign: number;
  /** What went wrong: a foreign word in an answer, or a foreign thing that was changed. Must be empty. */
  readonly breaches: readonly string[];
}

/** One side: a tenant with people, tokens, events, findings and rules of its own, all marked with its word. */
interface Side {
  readonly tenant: string;
  /** A word that is in everything it has. */
  readonly word: string;
  readonly callers: readonly Caller[];
  readonly ids: readonly string[];
}

const RANGE = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
const ROUTES: readonly (readonly [method: string, route: string])[] = [
  ['GET', '/api/v1/me'],
  ['GET', '/api/v1/tenants'],
  ['POST', '/api/v1/tenants'],
  ['PATCH', '/api/v1/tenants'],
  ['GET', '/api/v1/usage'],
  ['GET', '/api/v1/users'],
  ['POST', '/api/v1/users'],
  ['PATCH', '/api/v1/users/{id}'],
  ['DELETE', '/api/v1/users/{id}'],
  ['PUT', '/api/v1/users/{id}/grants'],
  ['GET', '/api/v1/tokens'],
  ['POST', '/api/v1/tokens'],
  ['DELETE', '/api/v1/tokens/{id}'],
  ['POST', '/api/v1/search'],
  ['POST', '/api/v1/search/count'],
  ['POST', '/api/v1/search/top'],
  ['POST', '/api/v1/search/histogram'],
  ['GET', '/api/v1/search/fields'],
  ['GET', '/api/v1/events/{id}'],
  ['GET', '/api/v1/incidents'],
  ['GET', '/api/v1/incidents/{id}'],
  ['PATCH', '/api/v1/incidents/{id}'],
  ['GET', '/api/v1/incidents/{id}/notes'],
  ['GET', '/api/v1/findings'],
  ['GET', '/api/v1/rules'],
  ['GET', '/api/v1/rules/packs'],
  ['DELETE', '/api/v1/rules/packs/{id}'],
  ['PATCH', '/api/v1/rules/{id}'],
  ['GET', '/api/v1/rules/{id}/exceptions'],
  ['POST', '/api/v1/rules/{id}/exceptions'],
  ['DELETE', '/api/v1/rules/{id}/exceptions'],
  ['GET', '/api/v1/overview'],
  ['GET', '/api/v1/audit'],
  ['GET', '/api/v1/deadletters'],
  ['POST', '/api/v1/deadletters/replay'],
  ['POST', '/api/v1/deadletters/delete'],
  ['GET', '/api/v1/settings'],
  ['PATCH', '/api/v1/settings'],
  ['GET', '/api/v1/incidents/{id}/report'],
  ['GET', '/api/v1/uploads'],
  ['GET', '/api/v1/uploads/{id}'],
  ['HEAD', '/api/v1/uploads/{id}'],
  ['PATCH', '/api/v1/uploads/{id}'],
  ['DELETE', '/api/v1/uploads/{id}'],
  ['GET', '/api/v1/intel/lists'],
  ['POST', '/api/v1/intel/lists'],
  ['DELETE', '/api/v1/intel/lists/{id}'],
  ['GET', '/api/v1/intel/feeds'],
  ['POST', '/api/v1/intel/feeds'],
  ['POST', '/api/v1/intel/feeds/discover'],
  ['PATCH', '/api/v1/intel/feeds/{id}'],
  ['DELETE', '/api/v1/intel/feeds/{id}'],
  ['POST', '/api/v1/intel/feeds/{id}/poll'],
  ['GET', '/api/v1/parsers'],
  ['POST', '/api/v1/parsers'],
  ['POST', '/api/v1/parsers/try'],
  ['GET', '/api/v1/parsers/{id}'],
  ['PUT', '/api/v1/parsers/{id}'],
  ['DELETE', '/api/v1/parsers/{id}'],
  ['GET', '/api/v1/inventory/assets'],
  ['PUT', '/api/v1/inventory/assets'],
  ['DELETE', '/api/v1/inventory/assets'],
  ['POST', '/api/v1/inventory/assets/preview'],
  ['POST', '/api/v1/inventory/assets/import'],
  ['GET', '/api/v1/inventory/assets/export'],
  ['GET', '/api/v1/inventory/users'],
  ['PUT', '/api/v1/inventory/users'],
  ['DELETE', '/api/v1/inventory/users'],
  ['POST', '/api/v1/inventory/users/preview'],
  ['POST', '/api/v1/inventory/users/import'],
  ['GET', '/api/v1/inventory/users/export'],
  ['GET', '/api/v1/waf/sites'],
  ['POST', '/api/v1/waf/sites'],
  ['GET', '/api/v1/waf/sites/{id}'],
  ['PATCH', '/api/v1/waf/sites/{id}'],
  ['DELETE', '/api/v1/waf/sites/{id}'],
  ['GET', '/api/v1/waf/sites/{id}/policy'],
  ['POST', '/api/v1/waf/sites/{id}/try'],
  ['POST', '/api/v1/waf/sites/{id}/exclusions'],
  ['DELETE', '/api/v1/waf/sites/{id}/exclusions'],
  ['POST', '/api/v1/waf/sites/{id}/blocks'],
  ['DELETE', '/api/v1/waf/sites/{id}/blocks'],
];
/** What a side may change of its own: only the other side asks for these, so that every change is a breach. */
const OWN_CHANGES = /^(?:POST|PUT|PATCH|DELETE) \/api\/v1\/(?:deadletters|uploads|intel|inventory|parsers|waf)/;

/** Walks the API at random as people and tokens of two tenants, and looks in every answer for a word of the other. */
export async function walkTenants(server: TestServer, requests: number, seed: number): Promise<WalkResult> {
  const sides = [await prepare(server, 'acme', 'acmesecretword'), await prepare(server, 'globex', 'globexsecretword')];
  const before = await Promise.all(sides.map((side) => fingerprint(server, side)));
  const random = mulberry32(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const breaches: string[] = [];
  const counts = { succeeded: 0, foreign: 0 };
  for (let made = 0; made < requests; made++) {
    const [mine, other] = (random() < 0.5 ? sides : [...sides].reverse()) as [Side, Side];
    // Most of the walk names what is not one's own; the rest makes sure that one's own is still answered.
    const [method, route] = pick(ROUTES);
    const named = random() < 0.7 || OWN_CHANGES.test(`${method} ${route}`) ? other : mine;
    const id = pick(named.ids);
    const query = new URLSearchParams({
      // What writes into the tenant of the query is told whose.
      ...(random() < 0.6 || (method !== 'GET' && route.includes('/inventory')) ? { tenant: named.tenant } : {}),
      ...(/fields|overview|usage|audit|deadletters/.test(route) ? RANGE : {}),
      ...(method === 'DELETE' && route.endsWith('exceptions') ? { exception: id } : {}),
      ...(method === 'DELETE' && /exclusions|blocks/.test(route) ? { entry: pick(named.ids) } : {}),
      ...(method === 'DELETE' && route.includes('/inventory') ? { name: id } : {}),
      ...(route.endsWith('/report') ? { format: pick(['html', 'json']) } : {}),
    });
    const url = `${route.replace('{id}', encodeURIComponent(id))}?${query}`;
    const body = bodyOf(method, route, named, pick, random);
    const { status, body: answer } = await server.call(pick(mine.callers), method, url, body);
    const text = JSON.stringify(answer);
    const foreign = url.includes(encodeURIComponent(other.tenant)) || JSON.stringify(body ?? '').includes(other.word);
    if (foreign) counts.foreign++;
    if (status >= 500) breaches.push(`${method} ${url} answered ${status}: ${text.slice(0, 200)}`);
    if (status >= 300) continue;
    counts.succeeded++;
    const leak = text.includes(other.word) && !JSON.stringify(body ?? '').includes(other.word);
    if (leak || text.includes(`"${other.tenant}"`)) breaches.push(`${method} ${url} showed ${text.slice(0, 300)}`);
    // An id of the other side that was found, or its tenant that was written into.
    if (
      named === other &&
      route.includes('{id}') &&
      /incidents|events|users|tokens|uploads|intel|parsers|waf/.test(route)
    )
      breaches.push(`${method} ${url} as the other tenant answered ${status}`);
  }
  const after = await Promise.all(sides.map((side) => fingerprint(server, side)));
  for (const [index, state] of before.entries())
    if (state !== after[index])
      breaches.push(`what ${sides[index]?.tenant} has was changed: ${state} → ${after[index]}`);
  return { requests, ...counts, breaches };
}

function bodyOf(
  method: string,
  route: string,
  { tenant, word, ids }: Side,
  pick: <T>(list: readonly T[]) => T,
  random: () => number,
): unknown {
  if (method === 'GET' || method === 'HEAD' || method === 'DELETE') return undefined;
  if (route.includes('/search')) {
    const query = pick(['', word, `tenant:${tenant}`, `not tenant:"x"`, `raw:*${word}*`, `_id:* or user.name:*`]);
    return {
      query,
      ...RANGE,
      ...(route.endsWith('top') ? { field: pick(['user.name', 'tenant', 'host.name', 'native.word']) } : {}),
      ...(route.endsWith('histogram') ? { buckets: 5 } : {}),
    };
  }
  if (route.includes('/deadletters'))
    return { ...RANGE, ...(random() < 0.9 ? { ids: [pick(ids)] } : { source: word }) };
  if (route.endsWith('/discover')) return { url: 'https://127.0.0.1/' };
  if (route.endsWith('/poll')) return undefined;
  if (route.endsWith('/intel/feeds'))
    return { tenant, name: `walk-${Math.floor(random() * 1e9)}`, url: 'https://127.0.0.1/', collection: 'walk' };
  if (route.includes('/intel/feeds/')) return { enabled: true };
  if (/inventory.*(?:import|preview)$/.test(route)) return { rows: [{ name: `walk-${Math.floor(random() * 1e9)}` }] };
  if (route.includes('/inventory')) return { name: pick([word, 'walked']), owner: 'walk' };
  if (route.includes('/intel')) return { tenant, name: `walk-${Math.floor(random() * 1e9)}`, text: 'bad.example' };
  if (route.endsWith('/parsers/try')) return { kind: 'grok', expression: '%{INT:a}', lines: ['7'] };
  if (route.includes('/parsers'))
    return {
      ...(method === 'POST' ? { tenant } : {}),
      name: `walk-${Math.floor(random() * 1e9)}`,
      kind: 'dissect',
      expression: '%{message}',
      match: { source: '*' },
    };
  if (route.endsWith('/waf/sites')) return { tenant, name: 'walked', upstream: 'http://127.0.0.1:3000' };
  if (route.endsWith('/try')) return { request: 'GET / HTTP/1.1\n' };
  if (route.endsWith('/exclusions')) return { rule: 9_180_020, reason: 'walk' };
  if (route.endsWith('/blocks'))
    return { kind: 'address', value: '198.51.100.0/24', expires: '2099-01-01T00:00:00Z', reason: 'walk' };
  if (route.includes('/waf/')) return { mode: 'off' };
  if (route.endsWith('/exceptions')) return { tenant, field: 'User', value: word, reason: 'walk' };
  if (route.endsWith('/grants')) return [{ tenant, role: 'admin' }];
  if (route.endsWith('/tokens')) return { name: 'walk', scopes: ['read'], tenant };
  if (route.endsWith('/users')) {
    const username = `walk.${Math.floor(random() * 1e9)}`;
    return {
      username,
      displayName: 'W',
      password: 'granite otter lantern mosaic',
      lang: 'en',
      tenant,
      grants: [{ tenant, role: 'viewer' }],
    };
  }
  if (route.endsWith('/tenants'))
    return method === 'POST'
      ? { parent: tenant, slug: `w${Math.floor(random() * 1e9)}`, name: 'w' }
      : random() < 0.5
        ? { retentionDays: 7 }
        : { eventsPerSecond: 1_000_000 };
  if (route.includes('/users/')) return { displayName: 'walked' };
  if (route.includes('/incidents/')) return { status: 'resolved', note: 'walked' };
  return { enabled: false };
}

/** What must not change by the other side's doing: who and what is in the tenant, and its settings. */
async function fingerprint(server: TestServer, { tenant, ids }: Side): Promise<string> {
  const rows = (route: string) => rowsOf(server, route, tenant);
  const users = (await rows('/api/v1/users')).filter(({ username }) => !String(username).startsWith('walk.'));
  const incidents = await rows('/api/v1/incidents');
  return JSON.stringify({
    users: users.map(({ id, grants, disabled }) => [id, grants, disabled]),
    tokens: (await rows('/api/v1/tokens')).map(({ id, name, scopes }) => [id, name, scopes]),
    tenants: (await rows('/api/v1/tenants')).map(({ path, name, retentionDays, eventsPerSecond }) => [
      path,
      name,
      retentionDays,
      eventsPerSecond,
    ]),
    incidents: incidents.map(({ id }) => id),
    deadLetters: (await rows('/api/v1/deadletters')).map(({ id }) => id).sort(),
    uploads: (await rows('/api/v1/uploads')).map(({ id, status }) => [id, status]),
    lists: await rows('/api/v1/intel/lists'),
    feeds: await rows('/api/v1/intel/feeds'),
    parsers: await rows('/api/v1/parsers'),
    assets: await rows('/api/v1/inventory/assets'),
    known: await rows('/api/v1/inventory/users'),
    // When a policy was last fetched is no setting: its own WAF does that.
    sites: (await rows('/api/v1/waf/sites')).map(({ seen, seenRevision, ...site }) => site),
    settings: (await server.call(server.admin, 'GET', '/api/v1/settings')).body,
    ids: ids.length,
  });
}

async function rowsOf(server: TestServer, route: string, tenant: string): Promise<Record<string, unknown>[]> {
  const query = new URLSearchParams({ tenant, ...(route.endsWith('deadletters') ? RANGE : {}) });
  const { body } = await server.call(server.admin, 'GET', `${route}?${query}`);
  return (body['rows'] ?? []) as Record<string, unknown>[];
}

async function prepare(server: TestServer, slug: string, word: string): Promise<Side> {
  const tenant = await server.addTenant(slug);
  const people: Caller[] = [];
  for (const role of ['viewer', 'analyst', 'responder'] as const)
    people.push(await server.addUser(`${word}.${role}`, tenant, role));
  const ingest = await server.addToken(['ingest'], tenant);
  const events = Array.from({ length: 20 }, (_, index) => ({
    event: `<38>1 ${new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString()} ${word} sshd ${index} - - Failed password for ${word} from 203.0.113.${index} port 4711 ssh2`,
  }));
  events.push(...Array.from({ length: 3 }, () => ({ event: `GET /?id=1%20union%20select%20${word} HTTP/1.1` })));
  events.push({ event: `{"broken ${word}` });
  const answer = await fetch(`${server.server.origin}/services/collector`, {
    method: 'POST',
    headers: { authorization: `Splunk ${ingest}` },
    body: events.map((event) => JSON.stringify(event)).join('\n'),
  });
  if (answer.status !== 200) throw new Error(`HEC answered ${answer.status}`);
  const stored = await server.stored(`raw:*${word}*`, 20);
  await server.deadLetters(tenant, 1);
  await addBelongings(server, tenant, word, ingest);
  const list = async (route: string): Promise<string[]> =>
    (await rowsOf(server, route, tenant)).map(({ id, name }) => String(id ?? name));
  const ids = [
    ...stored.slice(0, 5).map((row) => String(row['id'])),
    ...(await list('/api/v1/users')),
    ...(await list('/api/v1/tokens')),
    ...(await list('/api/v1/incidents')),
    ...(await list('/api/v1/deadletters')),
    ...(await list('/api/v1/uploads')),
    ...(await list('/api/v1/intel/lists')),
    ...(await list('/api/v1/intel/feeds')),
    ...(await list('/api/v1/parsers')),
    ...(await list('/api/v1/inventory/assets')),
    ...(await list('/api/v1/waf/sites')),
    `${word}-site`,
  ];
  return { tenant, word, ids, callers: [...people, ...(await tokensOf(server, tenant, ingest))] };
}

async function tokensOf(server: TestServer, tenant: string, ingest: string): Promise<Caller[]> {
  return [
    bearer(await server.addToken(['read'], tenant)),
    bearer(await server.addToken(['waf'], tenant)),
    bearer(ingest),
  ];
}

/** A list of indicators, a parser, an asset, a user, a WAF site with an exclusion, and an upload that is read to its end. */
async function addBelongings(server: TestServer, tenant: string, word: string, ingest: string): Promise<void> {
  const made = async (route: string, body: unknown): Promise<Record<string, unknown>> => {
    const answer = await server.call(server.admin, 'POST', route, body);
    if (answer.status !== 200) throw new Error(`${route} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await made('/api/v1/intel/lists', { tenant, name: `${word}-list`, text: `${word}.example` });
  await made('/api/v1/intel/feeds', {
    tenant,
    name: `${word}-feed`,
    url: `https://feeds.example/${word}/`,
    collection: word,
    credential: { kind: 'bearer', token: word },
    enabled: false,
  });
  await made('/api/v1/parsers', {
    tenant,
    name: `${word}-parser`,
    kind: 'dissect',
    expression: `${word} %{message}`,
    match: { contains: word, program: word },
  });
  for (const table of ['assets', 'users'])
    await made(`/api/v1/inventory/${table}/import?tenant=${tenant}`, { rows: [{ name: `${word}-row` }] });
  const site = await made('/api/v1/waf/sites', { tenant, name: `${word}-site`, upstream: 'http://127.0.0.1:3000' });
  await made(`/api/v1/waf/sites/${String(site['id'])}/exclusions`, { rule: 9_180_020, reason: word });
  const uploaded = await fetch(`${server.server.origin}/api/v1/uploads?name=${word}.log`, {
    method: 'POST',
    headers: { ...bearer(ingest), 'content-type': 'application/octet-stream' },
    body: `Jan  2 03:04:05 web-1 sshd[7]: Accepted publickey for ${word} from 192.0.2.7 port 22 ssh2\n`,
  });
  if (!uploaded.ok) throw new Error(`the upload answered ${uploaded.status}`);
  while ((await rowsOf(server, '/api/v1/uploads', tenant)).some(({ status }) => status !== 'done')) await sleep(50);
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
