import { RANGE, type Side } from './walk-side.ts';

/** A body that the route takes, which names what the side has; `home` is where the caller belongs. */
export function bodyOf(
  method: string,
  route: string,
  { tenant, word, ids }: Side,
  home: string,
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
  if (route.endsWith('/exceptions/preview')) return { tenant, field: 'User', value: word };
  if (route.endsWith('/exceptions')) return { tenant, field: 'User', value: word, reason: 'walk' };
  if (route.endsWith('/me')) return { lang: 'en' };
  if (route.endsWith('/grants')) return [{ tenant, role: 'admin' }];
  if (route.endsWith('/tokens')) return { name: 'walk', scopes: ['read'], tenant };
  if (route.endsWith('/users')) {
    const username = `walk.${Math.floor(random() * 1e9)}`;
    return {
      username,
      displayName: 'W',
      password: 'granite otter lantern mosaic',
      lang: 'en',
      // An account of one's own tenant with a right in the other is as much a breach as one of the other.
      tenant: pick([tenant, home]),
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
