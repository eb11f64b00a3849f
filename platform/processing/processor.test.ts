import { afterAll, describe, expect, test } from 'vitest';
import { TEST_CACHE } from '../enrich/test-cache.ts';
import { toBus } from '../store/batch-on-bus.ts';
import type { BatchOnBus } from '../store/ports.ts';
import { inThreadProcessor } from './in-thread.ts';
import type { Processor } from './processor.ts';
import { threadProcessor } from './thread.ts';

const RULE = `
title: Password guessing
id: 11111111-1111-4111-8111-111111111111
level: high
logsource: { product: linux, service: sshd }
detection: { keywords: ['Failed password'], condition: keywords }
`;

const batch = (position: number, ...records: string[]): BatchOnBus => ({
  position,
  payload: toBus({
    tenant: '/root/',
    source: 'test',
    received: '2026-03-01T00:00:00.000Z',
    format: '',
    timeZone: 'UTC',
    records,
  }),
});
const FAILED = 'Mar  1 00:00:01 web01 sshd[77]: Failed password for root from 203.0.113.9 port 4711 ssh2';

describe.each([
  ['on its own thread', threadProcessor],
  ['on the calling thread', inThreadProcessor],
] as const)('processor %s', (_name, open) => {
  const opened: Processor[] = [];
  const processor = (): Processor => {
    const one = open('bus', { cache: TEST_CACHE });
    opened.push(one);
    return one;
  };
  afterAll(() => Promise.all(opened.map((one) => one.close())));

  test('decodes, detects and encodes a round', async () => {
    const one = processor();
    const listing = await one.load({
      packs: [{ owner: '/', name: 'builtin', files: [{ path: 'a.yml', text: RULE }] }],
      switches: [],
      exceptions: [],
    });
    expect(listing.rules).toHaveLength(1);
    const round = await one.process([batch(1, FAILED, 'plain text'), batch(2, FAILED)], {});
    expect(round.events.ids).toEqual(['bus.1.1', 'bus.1.2', 'bus.2.1']);
    expect(round.events.ends.at(-1)).toBe(round.events.rows.length);
    expect(round.findings).toMatchObject([{ title: 'Password guessing', count: 2, eventIds: ['bus.1.1', 'bus.2.1'] }]);
    expect(round.counts).toEqual({ '/root/': 3 });
    expect(await one.takeActivity()).toMatchObject([{ tenant: '/root/', fired: 2 }]);
  });

  test("reads lines by a tenant's parser from the next round on, as quickly as it is hostile", async () => {
    const one = processor();
    const parser = { tenant: '/root/', name: 'x', kind: 'grok', match: { source: '*' } } as const;
    const hostile = 'x'.repeat(65_536);
    const before = await one.process([batch(1, 'a 7')], {});
    await one.parseBy([{ ...parser, expression: '^(x+x+)+%{INT:shop.id}$' }]);
    const started = performance.now();
    const round = await one.process([batch(2, hostile, 'xxx7')], {});
    expect(performance.now() - started).toBeLessThan(1_000);
    const text = (rows: Uint8Array) => Buffer.from(rows).toString('latin1');
    expect(text(before.events.rows)).not.toContain('custom.x');
    expect(text(round.events.rows)).toContain('custom.x');
    await one.parseBy([]);
    expect(text((await one.process([batch(3, 'xxx7')], {})).events.rows)).not.toContain('custom.x');
  });

  test("Sigma sees what a tenant's parser read, under the names of the expression", async () => {
    const one = processor();
    const rule = RULE.replace('{ product: linux, service: sshd }', '{ product: custom, service: shop }').replace(
      "{ keywords: ['Failed password'], condition: keywords }",
      '{ order: { shop.amount|gte: 10000, source.ip|cidr: 192.0.2.0/24 }, condition: order }',
    );
    await one.load({
      packs: [{ owner: '/', name: 'builtin', files: [{ path: 'a.yml', text: rule }] }],
      switches: [],
      exceptions: [],
    });
    const expression = '%{IP:source.ip} paid %{INT:shop.amount:int}';
    await one.parseBy([{ tenant: '/root/', name: 'shop', kind: 'grok', expression, match: { contains: 'paid' } }]);
    const { findings } = await one.process([batch(1, '192.0.2.7 paid 15000', '192.0.2.7 paid 7')], {});
    expect(findings).toMatchObject([{ count: 1, eventIds: ['bus.1.1'] }]);
  });

  test('rounds keep their order and a rotten record costs nothing else', async () => {
    const one = processor();
    const results = await Promise.all(
      [1, 2, 3].map((position) => one.process([batch(position, '{"broken":', FAILED, '\u0000\u0001')], {})),
    );
    for (const [index, round] of results.entries()) {
      expect(round.events.ids).toContain(`bus.${index + 1}.2`);
      expect(round.events.ids.length + round.dead.length).toBe(3);
    }
  });

  test('rules that fail to load leave the old ones in force', async () => {
    const one = processor();
    await one.load({
      packs: [{ owner: '/', name: 'builtin', files: [{ path: 'a.yml', text: RULE }] }],
      switches: [],
      exceptions: [],
    });
    const broken = { packs: undefined } as never;
    await expect(one.load(broken)).rejects.toThrow();
    expect((await one.process([batch(1, FAILED)], {})).findings).toHaveLength(1);
  });
});
