import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Decoded } from '@haechi/event';
import { readEvtxBytes } from '@haechi/evtx';
import { decodeWindowsRecord } from '@haechi/formats';
import { compile, type DetectionRule, parseRules, toClickHouse } from '@haechi/sigma';
import { createChdbConnection } from 'chdb/connection';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOGSOURCE, randomDetection, randomEvent, rulesOf } from '../../packages/sigma/test/random-rules.ts';
import { openEvents } from '../../platform/store/events/store.ts';
import type { EventRow, EventStore } from '../../platform/store/ports.ts';

type Stored = Pick<Decoded, 'native' | 'logsource'>;

/** A store with events, and the ids that a rule's query finds in it. */
async function storeOf(events: readonly Stored[]): Promise<{
  find(rule: DetectionRule): Promise<string[]>;
  close(): Promise<void>;
}> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sigma-convert-'));
  const store: EventStore = await openEvents(folder);
  await store.migrate();
  await store.insert(events.map(rowOf));
  const connection = createChdbConnection({ path: folder });
  return {
    async find(rule) {
      const result = await connection.chdb.queryAsync(`${toClickHouse(rule, [], ['id'])} FORMAT JSONEachRow`);
      const lines = String(await result.text())
        .split('\n')
        .filter((line) => line !== '');
      return lines.map((line) => (JSON.parse(line) as { id: string }).id).sort();
    },
    async close() {
      await connection.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function rowOf({ native, logsource }: Stored, index: number): EventRow {
  const time = new Date(Date.now() - 1_000).toISOString();
  const event = { '@timestamp': time, ecs: { version: '9.1.0' as const }, event: { kind: 'event' as const } };
  const rest = { tenant: 't', decoder: 'test', source: 'f', raw: '', position: index + 1 };
  return { id: `e${index}`, time, ingested: time, event, native, logsource, ...rest };
}

/** What the matcher finds: rule id → ids of rows. */
function matched(rules: readonly DetectionRule[], events: readonly Stored[]): Map<string, string[]> {
  const matcher = compile(rules);
  const found = new Map<string, string[]>(rules.map(({ id }) => [id, []]));
  for (const [index, { native, logsource }] of events.entries())
    for (const { rule } of matcher.match(native, logsource)) found.get(rule.id)!.push(`e${index}`);
  for (const ids of found.values()) ids.sort();
  return found;
}

/** One record of each way in which a log source is recognised, and of each mapping of fields. */
const EVENTS: readonly Stored[] = [
  { Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 1, Image: 'C:\\A\\x.exe', User: 'D\\u', ProcessId: 17 },
  {
    Channel: 'Security',
    EventID: 4688,
    NewProcessName: 'C:\\A\\X.EXE',
    NewProcessId: '0x11',
    MandatoryLabel: 'S-1-16-12288',
  },
  { Channel: 'Security', EventID: '4688', SubjectUserName: 'u', SubjectDomainName: 'D', NewProcessName: 'y' },
  {
    Channel: 'security',
    EventID: 4657,
    OperationType: '%%1904',
    ObjectName: '\\REGISTRY\\MACHINE\\Run',
    ObjectValueName: 'v',
  },
  {
    Channel: 'Security',
    EventID: 4657,
    OperationType: '%%1906',
    ObjectName: '\\Registry\\User\\S-1',
    ObjectValueName: '-',
  },
  {
    Channel: 'Microsoft-Windows-Windows Defender/Operational',
    EventID: 1116,
    'Threat Name': 'Mimikatz',
    Path: 'C:\\m',
  },
  { Channel: 'Linux-Sysmon/Operational', EventID: 1, Image: '/bin/x.exe' },
  { ProviderName: 'Microsoft-Windows-Kernel-File', EventID: 12, FileName: 'f' },
  { System_Channel: 'System', Channel: 'Security', EventID: 104 },
  {
    Image: 'C:\\A\\x.exe',
    list: ['one', 2, null, true],
    none: null,
    empty: '',
    number: '0x1F',
    Time: '2026-02-28 07:05:00',
  },
  { 'Command Line': 'x', DestinationIp: '::ffff:10.1.2.3', number: 31, Epoch: 1_772_262_300 },
  { DestinationIp: 'fe80::1%eth0', number: '1e3', ComputerName: 'H' },
].map((native) => ({
  native,
  logsource: 'Image' in native && !('Channel' in native) ? { category: 'process_creation', product: 'windows' } : {},
}));

const RULES = [
  ['process_creation', "{Image|endswith: '\\\\X.exe'}"],
  ['process_creation', '{ProcessId: 17}'],
  ['process_creation', "{User: 'd\\\\U'}"],
  ['process_creation', '{IntegrityLevel: High}'],
  ['process_creation', '{IntegrityLevel: S-1-16-12288}'],
  ['process_creation', '{CommandLine: null}'],
  ['registry_set', "{TargetObject: 'HKLM\\\\Run\\\\v', EventType: SetValue}"],
  ['registry_delete', "{TargetObject|startswith: 'HKU\\\\S-1', EventType: DeleteValue}"],
  ['antivirus', '{Signature|contains: katz, Filename|exists: true}'],
  ['file_access', '{FileName: f}'],
  [undefined, '{Channel: Security, EventID: 104}'],
  [undefined, '{list: TRUE}'],
  [undefined, '{list|contains: [on, zz]}'],
  [undefined, '{none|exists: true, none: null}'],
  [undefined, "{empty: ''}"],
  [undefined, '{number|gte: 31, number|lt: 1000}'],
  [undefined, '{number|gt: 999}'],
  [undefined, '{Time|hour: 7, Time|minute|lte: 5, Time|week: 9}'],
  [undefined, '{Epoch|day: 28}'],
  [undefined, '{CommandLine: x}'],
  [undefined, "{DestinationIp|cidr: [10.0.0.0/8, 'fe80::/10']}"],
  [undefined, '{Computer|re: ^H$}'],
  [undefined, '{Computer|re|i: ^h$}'],
  [undefined, "{Image|re: '[[:alpha:]]\\.exe$'}"],
  [undefined, '[one, katz]'],
].map(
  ([category, search], index) => `title: r${index}
id: id-${index}
logsource: {${category === undefined ? 'definition: any' : `category: ${category}`}}
detection: {sel: ${search}, condition: sel}`,
);

describe('a Sigma rule as a ClickHouse query finds what the matcher finds', () => {
  const { rules, errors } = parseRules(RULES.join('\n---\n'));
  let store: Awaited<ReturnType<typeof storeOf>>;
  beforeAll(async () => {
    store = await storeOf(EVENTS);
  });
  afterAll(() => store.close());

  test('the rules are rules', () => expect(errors).toEqual([]));
  test.each(rules as DetectionRule[])('$title: $conditionText', async (rule) => {
    const found = await store.find(rule);
    expect(found).toEqual(matched([rule], EVENTS).get(rule.id));
    // Each rule is here for an event that it finds.
    expect(found).not.toEqual([]);
  });
});

test('random rules on random events', async () => {
  // Characters beyond the first plane are two of the matcher's units and one of ClickHouse's.
  const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll('🙂', 'ゆ')) as T;
  const events = plain(fc.sample(randomEvent, { seed: 5, numRuns: 300 })).map(
    ({ C, ...event }): Stored => ({
      native: (C === undefined ? event : { ...event, 'C.d': C.d }) as Stored['native'],
      logsource: LOGSOURCE,
    }),
  );
  const rules = rulesOf(plain(fc.sample(randomDetection, { seed: 3, numRuns: 60 })));
  const wanted = matched(rules, events);
  const store = await storeOf(events);
  try {
    for (const rule of rules) expect({ [rule.id]: await store.find(rule) }).toEqual({ [rule.id]: wanted.get(rule.id) });
  } finally {
    await store.close();
  }
}, 60_000);

test('what SQL cannot say is refused with what it is', () => {
  const [rule] = parseRules(`title: t
logsource: {category: test}
detection: {sel: {A|re: 'a(?=b)'}, condition: sel}`).rules as DetectionRule[];
  expect(() => toClickHouse(rule!)).toThrow(/lookaround/);
});

const corpus = process.env['HAECHI_CORPUS'] ?? path.join(import.meta.dirname, '../../../shared/corpus');

describe.skipIf(!existsSync(path.join(corpus, 'evtx')))('real rules on real events (needs the corpus)', () => {
  /** Rules that fire on some of the logs and every so many of the others: each takes a tenth of a second. */
  test('the same events', async () => {
    const files = globSync(path.join(corpus, 'evtx/**/*.evtx')).filter((_, index) => index % 12 === 0);
    const events = files.flatMap((file) =>
      [...readEvtxBytes(readFileSync(file))].flatMap((item) => {
        if (item.kind !== 'record') return [];
        const decoded = decodeWindowsRecord(item.json(), { record: 1, raw: '' }, { timeZone: 'UTC', now: 0 });
        return 'native' in decoded ? [decoded] : [];
      }),
    );
    const rules = globSync(path.join(corpus, 'sigma/**/*.yml'))
      .flatMap((file) => parseRules(readFileSync(file, 'utf8')).rules)
      .filter((rule): rule is DetectionRule => rule.kind === 'detection');
    const wanted = matched([...new Map(rules.map((rule) => [rule.id, rule])).values()], events);
    const asked = rules.filter(
      (rule, index) => index % 100 === 0 || (wanted.get(rule.id)!.length > 0 && index % 3 === 0),
    );
    const store = await storeOf(events);
    try {
      for (const rule of asked)
        expect({ [rule.id]: await store.find(rule) }).toEqual({ [rule.id]: wanted.get(rule.id) });
    } finally {
      await store.close();
    }
    expect(asked.length).toBeGreaterThan(50);
  }, 180_000);
});
