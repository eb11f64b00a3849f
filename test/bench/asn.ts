/**
 * `./haechi bench asn [--json]`: the AS data that comes with Haechi. Reading its tables, reading what was kept of them, memory,
 * and look-ups of public addresses without what is remembered. The floor of a look-up is reading the address alone, its peer
 * the database of countries (MMDB) on the same addresses; of the later load, reading the file alone.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openAddressFacts } from '@haechi/platform/enrich/address-facts.ts';
import { ipv4Of, ipv6Into } from '@haechi/platform/enrich/address-number.ts';
import { AS_CACHE_FILE } from '@haechi/platform/enrich/as-cache.ts';
import { asTableLookUp } from '@haechi/platform/enrich/as-table.ts';
import { openCountries } from '@haechi/platform/enrich/countries.ts';
import { loadSystems } from '@haechi/platform/enrich/systems.ts';
import { type Figure, printFigures } from './figures.ts';
import { randomness } from './made/events.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const ADDRESSES = 200_000;
const PASSES = 5;
/** What most events are about: the few that talk all day. */
const BUSY = 5_000;

const folder = mkdtempSync(path.join(tmpdir(), 'bench-asn-'));
try {
  printFigures(await figures());
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function figures(): Promise<Figure[]> {
  const { ms: first } = timed(() => loadSystems(folder));
  const later = Math.min(...Array.from({ length: PASSES }, () => timed(() => loadSystems(folder)).ms));
  const floor = Math.min(
    ...Array.from({ length: PASSES }, () => timed(() => readFileSync(path.join(folder, AS_CACHE_FILE))).ms),
  );
  const before = await memory();
  const table = loadSystems(folder);
  const held = (await memory()) - before;
  const lookUp = asTableLookUp(table);
  const countryOf = openCountries();
  const factsOf = openAddressFacts({ cache: folder });
  const words = new Uint32Array(4);
  const ipv4 = madeAddresses(false);
  const ipv6 = madeAddresses(true);
  const busy = Array.from({ length: ADDRESSES }, (_, at) => ipv4[at % BUSY]!);
  return [
    { name: 'first load (tables read, file written)', value: first, unit: 'ms', against: 'once an installation' },
    { name: 'later load', value: later, unit: 'ms', against: `floor, the file alone: ${floor.toFixed(1)} ms` },
    { name: 'ranges', value: table.ipv4Systems.length + table.ipv6Systems.length, unit: '' },
    { name: 'memory', value: held / 1e6, unit: 'MB', against: 'after a collection' },
    { name: 'look-ups, IPv4', value: perSecond(ipv4, lookUp), unit: '/s' },
    { name: 'IPv4 floor: reading the address', value: perSecond(ipv4, ipv4Of), unit: '/s' },
    { name: 'IPv4 peer: country of it (MMDB)', value: perSecond(ipv4, countryOf), unit: '/s' },
    { name: 'look-ups, IPv6', value: perSecond(ipv6, lookUp), unit: '/s' },
    { name: 'IPv6 floor: reading the address', value: perSecond(ipv6, (ip) => ipv6Into(ip, words)), unit: '/s' },
    { name: 'IPv6 peer: country of it (MMDB)', value: perSecond(ipv6, countryOf), unit: '/s' },
    { name: `country and AS of ${BUSY} busy addresses`, value: perSecond(busy, factsOf), unit: '/s' },
  ];
}

function timed<Value>(work: () => Value): { readonly value: Value; readonly ms: number } {
  const started = performance.now();
  const value = work();
  return { value, ms: performance.now() - started };
}

/** Bytes of heap and of buffers outside of it, which go some moments after their last owner. */
async function memory(): Promise<number> {
  for (let turn = 0; turn < 3; turn++) {
    collectGarbage();
    await setTimeout(10);
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** The best of some passes. */
function perSecond(addresses: readonly string[], work: (ip: string) => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < PASSES; pass++) {
    const { ms } = timed(() => {
      for (const ip of addresses) work(ip);
    });
    best = Math.min(best, ms);
  }
  return Math.round((addresses.length / best) * 1_000);
}

/** All over the address space that is given out. */
function madeAddresses(six: boolean): string[] {
  const random = randomness(7);
  const part = (most: number): number => Math.floor(random() * most);
  return Array.from({ length: ADDRESSES }, () =>
    six
      ? `2${part(4096).toString(16).padStart(3, '0')}:${part(65_536).toString(16)}:${part(65_536).toString(16)}::${part(65_536).toString(16)}`
      : `${1 + part(223)}.${part(256)}.${part(256)}.${part(256)}`,
  );
}
