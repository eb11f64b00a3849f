import { setTimeout as sleep } from 'node:timers/promises';
import { bearer, type Caller, type TestServer } from '../../apps/server/test-server.ts';

/** One side: a tenant with people, tokens, events, findings and rules of its own, all marked with its word. */
export interface Side {
  readonly tenant: string;
  /** A word that is in everything it has. */
  readonly word: string;
  readonly callers: readonly Caller[];
  readonly ids: readonly string[];
  /** Incidents that were there before the walk. */
  readonly incidents: readonly string[];
  readonly ingest: string;
}

/** A built-in rule, which both sides have. */
const SHARED_RULE = 'f1422816-f539-4f17-8a66-f1f9e686dd53';

export const RANGE = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };

/** What must not change by the other side's doing: who and what is in the tenant, and its settings. */
export async function fingerprint(server: TestServer, { tenant, word, incidents: known }: Side): Promise<string> {
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
    // The walk makes more of them, by attacks.
    incidents: incidents.filter(({ id }) => known.includes(String(id))).map(({ id, status }) => [id, status]),
    notes: await notesOf(server, known),
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
    // Nobody else writes into its trail.
    strangers: (await rows('/api/v1/audit'))
      .map(({ actor }) => String(actor))
      .filter((actor) => actor !== 'admin' && !actor.startsWith(`${word}.`) && !actor.startsWith('token:')),
  });
}

async function notesOf(server: TestServer, incidents: readonly string[]): Promise<unknown> {
  return Promise.all(
    incidents.map(async (id) => (await server.call(server.admin, 'GET', `/api/v1/incidents/${id}/notes`)).body),
  );
}

async function rowsOf(server: TestServer, route: string, tenant: string): Promise<Record<string, unknown>[]> {
  const query = new URLSearchParams({
    tenant,
    ...(/deadletters|audit/.test(route) ? { ...RANGE, limit: '1000' } : {}),
  });
  const { body } = await server.call(server.admin, 'GET', `${route}?${query}`);
  return (body['rows'] ?? []) as Record<string, unknown>[];
}

/** Makes a tenant with people, tokens and belongings, all marked with the word. */
export async function prepare(server: TestServer, slug: string, word: string): Promise<Side> {
  const tenant = await server.addTenant(slug);
  const people: Caller[] = [];
  for (const role of ['viewer', 'analyst', 'responder', 'admin'] as const)
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
  await attack(server, { word, ingest }, -1);
  while ((await rowsOf(server, '/api/v1/incidents', tenant)).length === 0) await sleep(50);
  await addBelongings(server, tenant, word, ingest);
  const list = async (route: string): Promise<string[]> =>
    (await rowsOf(server, route, tenant)).map(({ id, name }) => String(id ?? name));
  const incidents = await list('/api/v1/incidents');
  const ids = [
    ...stored.slice(0, 5).map((row) => String(row['id'])),
    ...(await list('/api/v1/users')),
    ...(await list('/api/v1/tokens')),
    ...incidents,
    ...(await list('/api/v1/deadletters')),
    ...(await list('/api/v1/uploads')),
    ...(await list('/api/v1/intel/lists')),
    ...(await list('/api/v1/intel/feeds')),
    ...(await list('/api/v1/parsers')),
    ...(await list('/api/v1/inventory/assets')),
    ...(await list('/api/v1/waf/sites')),
    `${word}-site`,
    SHARED_RULE,
  ];
  return { tenant, word, ids, incidents, ingest, callers: [...people, ...(await tokensOf(server, tenant, ingest))] };
}

async function tokensOf(server: TestServer, tenant: string, ingest: string): Promise<Caller[]> {
  return [
    bearer(await server.addToken(['read'], tenant)),
    bearer(await server.addToken(['admin'], tenant)),
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

/** An SQL injection from an address that attacks both sides, against a host of one of them: a finding and an incident. */
export async function attack(
  server: TestServer,
  { word, ingest }: Pick<Side, 'word' | 'ingest'>,
  serial: number,
): Promise<void> {
  const clock = new Date()
    .toUTCString()
    .slice(5)
    .replace(/^(\d+) (\w+) (\d+) (.*) GMT$/, '$1/$2/$3:$4 +0000');
  const event = `203.0.113.5 - ${word} [${clock}] "GET /?id=${serial}%20union%20select%20${word} HTTP/1.1" 200 512 "-" "sqlmap/1.7"`;
  const answer = await fetch(`${server.server.origin}/services/collector`, {
    method: 'POST',
    headers: { authorization: `Splunk ${ingest}` },
    body: JSON.stringify({ event, host: `${word}-${serial}` }),
  });
  if (answer.status !== 200) throw new Error(`HEC answered ${answer.status}`);
}
