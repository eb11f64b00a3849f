import type { EcsEvent } from '@haechi/event';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EventEncoder } from '../../platform/store/events/encoded.ts';
import type { EventRow, EventStore, SearchRequest } from '../../platform/store/ports.ts';
import { scopeOf } from '../../platform/tenancy/scope.ts';

/** An event store with empty tables, and a way to make ClickHouse do at once what it does at leisure. */
export interface EventsPlace {
  readonly store: EventStore;
  /** Merges all parts, as ClickHouse does by itself. */
  merge(): Promise<void>;
  remove(): Promise<void>;
}

const DAY = 86_400_000;
const NOW = Date.now();
const iso = (ms: number): string => new Date(ms).toISOString();
const RECENT = { from: iso(NOW - 30 * DAY), to: iso(NOW + DAY) };

let serial = 0;

function row(tenant: string, fields: Partial<EventRow> = {}): EventRow {
  serial += 1;
  const time = fields.time ?? iso(NOW - serial * 1_000);
  return {
    id: `spool.1.${serial}`,
    tenant,
    time,
    ingested: iso(NOW),
    position: serial,
    decoder: 'test',
    source: 'upload:test.log',
    raw: `raw ${serial}`,
    event: { '@timestamp': time, ecs: { version: '9.1.0' }, event: { kind: 'event' } },
    native: {},
    logsource: {},
    ...fields,
  };
}

function ecs(time: string, fields: Partial<EcsEvent>): EcsEvent {
  return { '@timestamp': time, ecs: { version: '9.1.0' }, event: { kind: 'event' }, ...fields };
}

/** Values that a careless column, escape or index would lose. */
function awkwardRow(tenant: string): EventRow {
  const time = iso(NOW - 5_000);
  return row(tenant, {
    time,
    raw: 'tab\t newline\n quote\' " backslash\\ nul\u0000 한글 かな 🐉 {p0:String}',
    logsource: { product: 'windows', service: 'security' },
    event: ecs(time, {
      message: 'it\'s "quoted"\n한글 100% _under_',
      event: {
        kind: 'alert',
        category: ['process', 'network'],
        code: '4688',
        severity: -1,
        duration: 9_007_199_254_740_991,
      },
      host: { name: 'WS-1', ip: ['10.0.0.1', 'fe80::1'] },
      source: { ip: '2001:db8::1', port: 70_000 },
      destination: { ip: '192.0.2.1', port: 443 },
      process: { pid: 0, name: 'cmd.exe', command_line: 'cmd /c "dir C:\\"', parent: { name: 'explorer.exe' } },
      dns: { answers: [{ data: '192.0.2.9', ttl: 5 }] },
      labels: { 'a.b': 'dotted', __proto__x: 'y' },
      unmapped: { deep: { list: [1, 'two', null, { three: 3 }] }, empty: {}, none: null },
    }),
    native: {
      Image: 'C:\\Windows\\cmd.exe',
      EventID: 4688,
      Elevated: true,
      Items: ['a', 1],
      Marked: '\u0001x',
      Empty: '',
    },
  });
}

/** The cases that every implementation of the `EventStore` port passes. */
export function eventsContract(open: () => Promise<EventsPlace>): void {
  let place: EventsPlace;
  let store: EventStore;
  beforeAll(async () => {
    place = await open();
    store = place.store;
  });
  afterAll(() => place.remove());

  const ids = async (tenant: string, request: Partial<SearchRequest>): Promise<string[]> => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.search(scopeOf(tenant), {
        query: '',
        range: RECENT,
        ...request,
        ...(cursor === undefined ? {} : { cursor }),
      });
      found.push(...page.rows.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== undefined);
    return found;
  };

  test('gives an event back as it was, whatever characters and values it has', async () => {
    const awkward = awkwardRow('/root/awkward/');
    await store.insert([awkward]);
    const [stored] = await store.byIds(scopeOf('/root/awkward/'), [awkward.id]);
    expect(stored).toEqual(awkward);
  });

  test('is ready to be migrated again', async () => {
    await store.migrate();
    await store.migrate();
  });

  test('shows a scope its own tenant and those below, never a neighbour or a parent', async () => {
    const [parent, child, neighbour] = [row('/root/gate/'), row('/root/gate/child/'), row('/root/gate-2/')];
    await store.insert([parent, child, neighbour]);
    const all = [parent.id, child.id, neighbour.id];
    const seen = async (tenant: string) => (await store.byIds(scopeOf(tenant), all)).map(({ id }) => id).sort();
    expect(await seen('/root/gate/')).toEqual([parent.id, child.id].sort());
    expect(await seen('/root/gate/child/')).toEqual([child.id]);
    expect(await ids('/root/gate/child/', {})).toEqual([child.id]);
    expect(await store.count(scopeOf('/root/gate/child/'), '', RECENT)).toBe(1);
    expect(await store.top(scopeOf('/root/gate/child/'), '', RECENT, 'tenant', 5)).toEqual([
      { value: '/root/gate/child/', count: 1 },
    ]);
    const buckets = await store.histogram(scopeOf('/root/gate/child/'), '', RECENT, 3);
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(1);
  });

  test('no query text reaches past the scope', async () => {
    await store.insert([row('/root/wall/'), row('/root/wall-2/')]);
    for (const query of ['* or tenant:*', "') or true or ('", 'tenant:"/root/wall-2/" or not x:y', '\\\\" or 1=1 --']) {
      const found = await store.search(scopeOf('/root/wall/'), { query, range: RECENT }).catch(() => ({ rows: [] }));
      expect(found.rows.filter(({ tenant }) => tenant !== '/root/wall/')).toEqual([]);
    }
  });

  test('pages through rows of one moment in both orders without a gap or a repeat', async () => {
    const time = iso(NOW - DAY);
    const rows = Array.from({ length: 25 }, () => row('/root/pages/', { time }));
    await store.insert([
      ...rows,
      row('/root/pages/', { time: iso(NOW - 2 * DAY) }),
      row('/root/pages/', { time: iso(NOW) }),
    ]);
    const newest = await ids('/root/pages/', { limit: 4 });
    const oldest = await ids('/root/pages/', { limit: 4, order: 'oldest' });
    expect(new Set(newest).size).toBe(27);
    expect(oldest).toEqual([...newest].reverse());
  });

  test('finds events of every age inside the range, its start included and its end not', async () => {
    const times = [0, 1, 40, 400, 4_000].map((days) => iso(NOW - days * DAY));
    await store.insert(times.map((time) => row('/root/ages/', { time })));
    const within = (from: number, to: number) => ({ range: { from: times[from] as string, to: times[to] as string } });
    expect(await ids('/root/ages/', within(4, 0))).toHaveLength(4);
    expect(await ids('/root/ages/', within(3, 2))).toHaveLength(1);
    expect(await ids('/root/ages/', { range: { from: '1900-01-01T00:00:00Z', to: iso(NOW + 1) } })).toHaveLength(5);
  });

  test('counts, groups and draws what a search finds', async () => {
    const at = (hours: number, user: string) => {
      const time = iso(NOW - hours * 3_600_000);
      return row('/root/sums/', {
        time,
        event: ecs(time, { user: { name: user }, source: { ip: '10.0.0.1' } }),
        native: { N: 5 },
      });
    };
    await store.insert([at(1, 'ann'), at(1, 'bob'), at(9, 'ann')]);
    const scope = scopeOf('/root/sums/');
    const range = { from: iso(NOW - 10 * 3_600_000), to: iso(NOW) };
    expect(await store.count(scope, 'user.name:ann', range)).toBe(2);
    expect(await store.top(scope, '', range, 'user.name', 5)).toEqual([
      { value: 'ann', count: 2 },
      { value: 'bob', count: 1 },
    ]);
    expect(await store.top(scope, '', range, 'source.ip', 5)).toEqual([{ value: '10.0.0.1', count: 3 }]);
    expect(await store.top(scope, '', range, 'native.N', 5)).toEqual([{ value: '5', count: 3 }]);
    expect(await store.top(scope, '', range, 'no.such', 5)).toEqual([]);
    expect((await store.histogram(scope, '', range, 5)).map(({ count }) => count)).toEqual([1, 0, 0, 0, 2]);
  });

  test('tells how many events match and when the first and the last of them were', async () => {
    const [first, last] = [row('/root/span/', { time: '1999-12-31T23:59:59.999Z' }), row('/root/span/')];
    await store.insert([last, first, row('/root/span-2/', { time: '1990-01-01T00:00:00.000Z' })]);
    const range = { from: '1980-01-01T00:00:00Z', to: iso(NOW + DAY) };
    const span = (query: string) => store.span(scopeOf('/root/span/'), query, range);
    expect(await span('')).toEqual({ count: 2, first: first.time, last: last.time });
    expect(await span(`raw:"${last.raw}"`)).toEqual({ count: 1, first: last.time, last: last.time });
    expect(await span('no.such:thing')).toEqual({ count: 0 });
  });

  test('names the fields that events have, with their types', async () => {
    await store.insert([awkwardRow('/root/names/')]);
    const types = new Map((await store.fields(scopeOf('/root/names/'), RECENT)).map(({ name, type }) => [name, type]));
    expect(types.get('host.ip')).toBe('ip');
    expect(types.get('process.pid')).toBe('number');
    expect(types.get('@timestamp')).toBe('date');
    expect(types.get('message')).toBe('text');
    expect(types.get('native.Image')).toBe('keyword');
    expect(types.has('url.path')).toBe(false);
  });

  test('knows which ids it has from a position on', async () => {
    const rows = [row('/root/replay/', { position: 1_000_001 }), row('/root/replay/', { position: 1_000_002 })];
    await store.insert(rows);
    expect(await store.storedIdsFrom(1_000_002)).toEqual(new Set([rows[1]?.id]));
    expect(await store.storedIdsFrom(2_000_000)).toEqual(new Set());
    const asked = [...rows.map(({ id }) => id), ...Array.from({ length: 5_000 }, (_, index) => `doc.no-${index}`)];
    expect(await store.storedAmong(asked, 0)).toEqual(new Set(rows.map(({ id }) => id)));
    expect(await store.storedAmong(asked, 1_000_002)).toEqual(new Set([rows[1]?.id]));
  });

  test('gives the events of a stretch of the bus in its order, and of too many the newest', async () => {
    const at = (position: number, seconds: number) =>
      row('/root/stretch/', { position, time: iso(NOW - 100_000 + seconds * 1_000) });
    const rows = [at(3_000_001, 5), at(3_000_001, 2), at(3_000_002, 1), at(3_000_005, 0), at(3_000_006, 0)];
    await store.insert(rows.toReversed());
    const given = async (first: number, last: number, limit: number) =>
      (await Array.fromAsync(store.storedBetween({ first, last }, limit))).flat();
    const [a, b, c, d] = rows as [EventRow, EventRow, EventRow, EventRow];
    expect(await given(3_000_001, 3_000_005, 100)).toEqual([b, a, c, d]);
    expect((await given(3_000_001, 3_000_005, 2)).map(({ id }) => id)).toEqual([c.id, d.id]);
    expect(await given(3_000_001, 3_000_000, 100)).toEqual([]);
    const many = Array.from({ length: 9 }, (_, batch) =>
      Array.from({ length: 1_500 }, (_, n) => row('/root/stretch/', { position: 3_100_000 + batch, raw: `${n}` })),
    ).flat();
    await store.insert(many);
    const positions = (await given(3_100_000, 3_100_008, 1e9)).map(({ position }) => position);
    expect(positions).toEqual(many.map(({ position }) => position));
  });

  test('keeps dead letters with their reason, each for its own tenant', async () => {
    const letter = {
      id: 'd1',
      tenant: '/root/dead/',
      time: iso(NOW - 1_000),
      source: 's',
      reason: 'invalid_json',
      raw: '{\n"',
    };
    await store.insertDeadLetters([letter, { ...letter, id: 'd2', tenant: '/root/dead-2/' }]);
    const dead = scopeOf('/root/dead/');
    expect(await store.deadLetters(dead, { range: RECENT, limit: 10 })).toEqual([letter]);
    const other = { ...letter, id: 'd3', reason: 'unknown_format', source: 't', raw: 'x' };
    await store.insertDeadLetters([other]);
    const asked = (more: object) => store.deadLetters(dead, { range: RECENT, limit: 10, ...more });
    expect(await asked({ reason: 'unknown_format' })).toEqual([other]);
    expect(await asked({ source: 's' })).toEqual([letter]);
    expect(await asked({ ids: ['d3', 'd2'] })).toEqual([other]);
    expect(await asked({ ids: ["' OR 1=1 --"] })).toEqual([]);
    const counted = (more: object) => store.countDeadLetters(dead, { range: RECENT, ...more });
    expect([await counted({}), await counted({ source: 's' }), await counted({ reason: 'none' })]).toEqual([2, 1, 0]);
  });

  test('removes dead letters of the scope alone', async () => {
    const letter = { id: 'r1', tenant: '/root/gone/', time: iso(NOW - 1_000), source: 's', reason: 'r', raw: 'x' };
    await store.insertDeadLetters([letter, { ...letter, id: 'r2' }, { ...letter, id: 'r3', tenant: '/root/kept/' }]);
    await store.removeDeadLetters(scopeOf('/root/gone/'), ['r1', 'r3', 'never there']);
    await store.removeDeadLetters(scopeOf('/root/gone/'), []);
    const left = async (tenant: string) =>
      (await store.deadLetters(scopeOf(tenant), { range: RECENT, limit: 10 })).map(({ id }) => id);
    expect([await left('/root/gone/'), await left('/root/kept/')]).toEqual([['r2'], ['r3']]);
  });

  test('a shorter retention takes stored events too, of that tenant alone, by when they came in', async () => {
    const old = { ingested: iso(NOW - 10 * DAY), time: iso(NOW - 10 * DAY) };
    const [gone, other] = [row('/root/brief/', old), row('/root/long/', old)];
    const broughtIn = row('/root/brief/', { time: iso(NOW - 20 * DAY) });
    await store.insert([gone, other, broughtIn]);
    await store.setRetention('/root/brief/', 5);
    const late = row('/root/brief/', old);
    await store.insert([late]);
    expect(await store.expire(NOW)).toBe(true);
    await expect.poll(() => ids('/root/brief/', {}), { timeout: 30_000 }).toEqual([broughtIn.id]);
    expect(await ids('/root/long/', {})).toEqual([other.id]);
    expect(await store.expire(NOW)).toBe(false);
  });

  test('another retention leaves those alone that came in while the clock was behind', async () => {
    const behind = row('/root/behind/', { ingested: '1970-01-01T00:00:07.000Z', time: iso(NOW - 1_000) });
    const longer = row('/root/behind/', { ingested: iso(NOW - 30 * DAY), time: iso(NOW - 30 * DAY) });
    const encoder = new EventEncoder(await store.retentionDays(), 2, NOW - 12_345);
    encoder.add(behind);
    await store.insertEncoded(encoder.done());
    await store.insert([longer]);
    for (const days of [5, 60, 7]) await store.setRetention('/root/behind/', days);
    expect(await store.expire(NOW)).toBe(true);
    await expect.poll(() => ids('/root/behind/', {}), { timeout: 30_000 }).toEqual([behind.id]);
    await store.expire(NOW + 6 * DAY);
    expect(await ids('/root/behind/', {})).toEqual([behind.id]);
    expect(await store.expire(NOW + 8 * DAY)).toBe(true);
    await expect.poll(() => ids('/root/behind/', {}), { timeout: 30_000 }).toEqual([]);
  });

  test('deletes nothing by its own clock, however long ago a row should have gone', async () => {
    const old = row('/root/overdue/', { ingested: iso(NOW - 200 * DAY), time: iso(NOW - 20 * DAY) });
    const letter = {
      id: 'o1',
      tenant: '/root/overdue/',
      source: 's',
      reason: 'r',
      raw: 'x',
      time: iso(NOW - 100 * DAY),
    };
    await store.insert([old]);
    await store.insertDeadLetters([letter]);
    await place.merge();
    const letters = () =>
      store.countDeadLetters(scopeOf('/root/overdue/'), { range: { from: iso(NOW - 300 * DAY), to: iso(NOW) } });
    expect([await ids('/root/overdue/', {}), await letters()]).toEqual([[old.id], 1]);
    await store.expire(NOW);
    await expect.poll(() => ids('/root/overdue/', {}), { timeout: 30_000 }).toEqual([]);
    await expect.poll(letters, { timeout: 30_000 }).toBe(0);
  });

  // Behind the changes of stored rows: the engine looks at each part for these, and this test makes one a year.
  test('takes a batch of any times whatever, a hundred and twenty years of them', async () => {
    const years = Array.from({ length: 120 }, (_, index) => `${1_970 + index}-06-01T00:00:00.000Z`);
    const broken = ['0000-00-00', '+012345-01-01T00:00:00.000Z', '1066-10-14T09:00:00.000Z'];
    await store.insert([...years, ...broken].map((time) => row('/root/years/', { time })));
    const range = { from: '1900-01-01T00:00:00Z', to: '2300-01-01T00:00:00Z' };
    expect(await store.count(scopeOf('/root/years/'), '', range)).toBe(123);
  });

  describe('refuses', () => {
    const scope = scopeOf('/root/');
    test.each([
      ['a cursor of another list', () => store.search(scope, { query: '', range: RECENT, cursor: 'x' }), 'bad_cursor'],
      ['a range that is none', () => store.count(scope, '', { from: 'yesterday', to: iso(NOW) }), 'bad_time_range'],
      ['a range backwards', () => store.count(scope, '', { from: RECENT.to, to: RECENT.from }), 'bad_time_range'],
      ['a query it cannot read', () => store.count(scope, 'a and (', RECENT), 'query_syntax'],
      ['a retention of no days', () => store.setRetention('/root/', 0), 'bad_retention'],
    ])('%s', async (_, ask, code) => {
      await expect(ask()).rejects.toMatchObject({ code });
    });
  });
}
