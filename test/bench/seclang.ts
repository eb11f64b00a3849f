import { loadRules, memoryReader, type RuleSet } from '@haechi/seclang';
import { exchange } from '@haechi/seclang/ftw';
import { crsFolder, loadCrs } from '../../packages/seclang/ftw/crs.ts';
import type { ParsedRequest } from '../../packages/seclang/ftw/http.ts';
import { type Figure, printFigures } from './figures.ts';

// Processor time of whole transactions in process, all five phases, one core. Peer: ModSecurity 3.0.9 on nginx with the
// same CRS 4.29 was measured at 3.6 ms a GET and 7.9 ms a form POST on this kind of machine; `bench waf` measures both
// side by side over sockets. Floor: the same transactions with one rule that never matches.

const BROWSER: readonly (readonly [string, string])[] = [
  ['Host', 'shop.example'],
  ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'],
  ['Accept', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'],
  ['Accept-Language', 'ko,en-US;q=0.7,en;q=0.3'],
  ['Accept-Encoding', 'gzip, deflate, br'],
  ['Cookie', 'session=6f1c2d9ab37e4f0f9d2c; theme=dark; consent=yes'],
  ['Connection', 'keep-alive'],
];

let serial = 0;
/** Values differ from call to call, so that nothing is remembered from one transaction to the next. */
function values(count: number): string {
  serial++;
  const words = ['summer dress', 'blue', 'size 42', 'Jeju island', '2026-03-14', 'user@mail.example', 'price-asc'];
  return Array.from({ length: count }, (_, index) => {
    const word = words[(index + serial) % words.length]!;
    return `field${index}=${encodeURIComponent(`${word} ${serial + index}`)}`;
  }).join('&');
}

function post(type: string, body: Buffer): ParsedRequest {
  const headers = [...BROWSER, ['Content-Type', type], ['Content-Length', String(body.length)]] as const;
  return { method: 'POST', uri: '/account/order', protocol: 'HTTP/1.1', headers, body };
}

function jsonOrder(): string {
  const lines = Array.from({ length: 90 }, (_, index) => ({
    sku: `SKU-${serial++}`,
    name: `Cotton shirt no. ${index}`,
    quantity: (index % 5) + 1,
    note: index % 3 === 0 ? 'leave at the door, please' : 'none',
  }));
  return JSON.stringify({ customer: 'Kim Min-ji', lines });
}

function upload(): Buffer {
  const file = Buffer.alloc(200_000);
  for (let at = 0; at < file.length; at++) file[at] = (at * 2654435761 + serial) >>> 13;
  serial++;
  const head =
    '--xYzBoundary\r\nContent-Disposition: form-data; name="title"\r\n\r\nholiday\r\n--xYzBoundary\r\n' +
    'Content-Disposition: form-data; name="photo"; filename="beach.jpg"\r\nContent-Type: image/jpeg\r\n\r\n';
  return Buffer.concat([Buffer.from(head), file, Buffer.from('\r\n--xYzBoundary--\r\n')]);
}

const KINDS: readonly { readonly name: string; readonly make: () => ParsedRequest; readonly peerMs?: number }[] = [
  {
    name: 'GET with 10 values',
    peerMs: 3.6,
    make: () => ({
      method: 'GET',
      uri: `/search?${values(10)}`,
      protocol: 'HTTP/1.1',
      headers: BROWSER,
      body: Buffer.alloc(0),
    }),
  },
  {
    name: 'form POST 1 kB',
    peerMs: 7.9,
    make: () => post('application/x-www-form-urlencoded', Buffer.from(values(30).slice(0, 1024))),
  },
  { name: 'JSON POST 10 kB', make: () => post('application/json', Buffer.from(jsonOrder())) },
  { name: 'upload 200 kB', make: () => post('multipart/form-data; boundary=xYzBoundary', upload()) },
];

/** Milliseconds of processor time a transaction: the best of five rounds, because other work only ever adds time. */
function measure(ruleset: RuleSet, make: () => ParsedRequest, roundMs: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 6; round++) {
    let transactions = 0;
    let spent = 0;
    while (spent < roundMs) {
      const requests = Array.from({ length: 10 }, make);
      const before = process.cpuUsage();
      for (const request of requests) exchange(ruleset, request);
      const { user, system } = process.cpuUsage(before);
      spent += (user + system) / 1000;
      transactions += requests.length;
    }
    // The first round is for the compiler.
    if (round > 0) best = Math.min(best, spent / transactions);
  }
  return best;
}

const folder = crsFolder();
if (folder === undefined) {
  process.stderr.write('bench seclang needs the corpus: set HAECHI_CORPUS\n');
  process.exit(1);
}
const rules = [
  { name: 'CRS, paranoia 1', ruleset: loadCrs(folder, 'stock').ruleset! },
  { name: 'CRS, paranoia 4', ruleset: loadCrs(folder, 'suite').ruleset! },
];
const floor = loadRules(['floor.conf'], {
  reader: memoryReader({ 'floor.conf': 'SecRule REQUEST_METHOD "@streq NONE" "id:1,phase:1,deny"' }),
}).ruleset!;

const figures: Figure[] = [];
for (const { name, make, peerMs } of KINDS) {
  const least = measure(floor, make, 60);
  figures.push({ name: `${name}: floor, one rule`, value: least, unit: 'ms CPU' });
  for (const set of rules) {
    const ms = measure(set.ruleset, make, 200);
    const peer =
      peerMs === undefined ? '' : `; ModSecurity ${peerMs} ms with paranoia 1: ${(peerMs / ms).toFixed(1)} times`;
    figures.push({
      name: `${name}: ${set.name}`,
      value: ms,
      unit: 'ms CPU',
      against: `${(ms / least).toFixed(1)} times the floor${peer}`,
    });
  }
}
printFigures(figures);
