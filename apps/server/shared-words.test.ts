import { type LiveEvent, LiveFeed } from '@haechi/platform/api/live/feed.ts';
import { NatsWords } from '@haechi/platform/store/jetstream/nats-words.ts';
import { IntakeStream, type NatsLink } from '@haechi/platform/store/jetstream/stream.ts';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HAS_NATS, type NatsCluster, startNats } from '../../test/contract/nats-cluster.ts';
import { type Changes, readNotice, sharedChanges } from './notices.ts';
import { hearOthers, readLive, sharedFeed } from './shared-feed.ts';

const incident = { id: 'i', tenant: '/root/acme/', level: 'high', entities: {}, findingIds: ['f'] };

test.each([
  [{ changed: 'rules' }, { changed: 'rules' }],
  [
    { changed: 'inventory', tenant: '/root/acme/' },
    { changed: 'inventory', tenant: '/root/acme/' },
  ],
  [{ changed: 'inventory', tenant: "/root/'/" }, { changed: 'inventory' }],
  [{ changed: 'constructor' }, undefined],
  [null, undefined],
  ['rules', undefined],
])('the notice %j', (word, notice) => expect(readNotice(word)).toEqual(notice));

test.each([
  [{ type: 'intake', tenant: '/root/', events: 3 }, true],
  [{ type: 'incident', tenant: '/root/acme/', incident }, true],
  // Nobody hears of an incident but in its own tenant.
  [{ type: 'incident', tenant: '/root/', incident }, false],
  [{ type: 'finding', tenant: '/root/acme/', incident }, false],
  [{ type: 'intake', tenant: 'root', events: 3 }, false],
  [{ type: 'intake', tenant: '/root/', events: '3' }, false],
  [{ type: '__proto__', tenant: '/root/' }, false],
  [7, false],
])('the live word %j', (word, isOne) => expect(readLive(word) !== undefined).toBe(isOne));

describe.skipIf(!HAS_NATS)('words over NATS (skipped without nats-server)', () => {
  let nats: NatsCluster;
  const links: NatsLink[] = [];
  const open = async (stream: string): Promise<NatsWords> => {
    const options = { servers: nats.servers, stream, replicas: 1, connection: { reconnectTimeWait: 100 } };
    const { link } = await IntakeStream.open(options, async (opened) => opened);
    links.push(link);
    return new NatsWords(link, stream);
  };
  beforeAll(async () => {
    nats = await startNats(1);
  });
  afterAll(async () => {
    await Promise.all(links.map((link) => link.close()));
    await nats.stop();
  });

  const changes = (said: string[]): Changes => ({
    rules: async () => void said.push('rules'),
    intel: async () => void said.push('intel'),
    parsers: async () => void said.push('parsers'),
    allowances: async () => void said.push('allowances'),
    inventory: async (tenant = 'all') => void said.push(`inventory ${tenant}`),
  });

  test('changes are taken up once here and once there, in no other installation, and all of them after a gap', async () => {
    const [here, there, elsewhere]: string[][] = [[], [], []];
    const log = pino({ level: 'silent' });
    const mine = sharedChanges(await open('a'), changes(here!), log);
    sharedChanges(await open('a'), changes(there!), log);
    sharedChanges(await open('b'), changes(elsewhere!), log);
    await Promise.all(links.map((link) => link.flush()));
    await mine.rules();
    await mine.inventory('/root/acme/');
    await expect.poll(() => there).toEqual(['rules', 'inventory /root/acme/']);
    expect([here, elsewhere]).toEqual([['rules', 'inventory /root/acme/'], []]);
    await nats.killNode(0);
    await nats.startNode(0);
    await expect.poll(() => there!.length, { timeout: 10_000 }).toBe(7);
    expect(there).toEqual(expect.arrayContaining(['intel', 'parsers', 'allowances', 'inventory all']));
  }, 30_000);

  test('live streams of other processes hear what happens here, each of its own tenants', async () => {
    const [here, there] = [new LiveFeed(), new LiveFeed()];
    const mine = sharedFeed(here, await open('c'));
    const words = await open('c');
    hearOthers(there, words);
    await links.at(-1)!.flush();
    const [ofRoot, ofBeta, ofHere]: LiveEvent[][] = [[], [], []];
    there.watch('/root/', (event) => ofRoot!.push(event));
    there.watch('/root/beta/', (event) => ofBeta!.push(event));
    here.watch('/root/', (event) => ofHere!.push(event));
    mine.publish({ type: 'incident', tenant: '/root/acme/', incident: incident as never });
    for (let round = 0; round < 3; round++) mine.publish({ type: 'intake', tenant: '/root/acme/', events: 5 });
    mine.stop();
    await expect.poll(() => ofRoot!.length).toBe(2);
    // Counts are added up; what nobody is shown stays where it is.
    expect(ofRoot).toEqual([
      { type: 'incident', tenant: '/root/acme/', incident: { ...incident, findingIds: [] } },
      { type: 'intake', tenant: '/root/acme/', events: 15 },
    ]);
    expect([ofBeta!.length, ofHere!.length]).toEqual([0, 4]);
  });
});
