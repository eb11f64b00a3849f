import type { Decoded, Reject } from '@haechi/event';
import { expect, test } from 'vitest';
import { openDecoding } from '../decoding.ts';
import { type CustomFormat, customDecoder } from './custom-decoder.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');

function decode(format: Partial<CustomFormat>, ...lines: string[]): (Decoded | Reject)[] {
  const custom = customDecoder({ name: 'shop', kind: 'dissect', expression: '', ...format });
  const all: (Decoded | Reject)[] = [];
  const sink = { event: (event: Decoded) => all.push(event), reject: (reject: Reject) => all.push(reject) };
  const decoding = openDecoding({
    now: NOW,
    timeZone: 'Asia/Seoul',
    first: { name: 'custom', decode: (line, _, context) => custom.decode(line, context) },
  });
  for (const [index, line] of lines.entries()) decoding.line(line, index + 1, sink);
  decoding.flush(sink);
  return all;
}
const eventOf = (format: Partial<CustomFormat>, line: string) => (decode(format, line)[0] as Decoded).event;

test('fields go to ECS by their kind, beside it by their name, and to unmapped where they do not fit', () => {
  const expression =
    '%{@timestamp}|%{source.ip}|%{source.port}|%{shop.order.id}|%{user}|%{user.name.first}|%{destination.port}|%{labels.site}|%{message}';
  const line = '2026-11-30 10:00:00.250|192.0.2.7|4711|A-1|kim|min|http|s1|결제 완료';
  const [decoded] = decode({ expression }, line) as [Decoded];
  expect(decoded.decoder).toBe('custom');
  expect(decoded.logsource).toEqual({ product: 'custom', service: 'shop' });
  expect(decoded.native).toMatchObject({ 'source.ip': '192.0.2.7', 'shop.order.id': 'A-1', message: '결제 완료' });
  expect(decoded.event).toMatchObject({
    '@timestamp': '2026-11-30T01:00:00.250Z',
    event: { kind: 'event', module: 'custom', dataset: 'custom.shop' },
    source: { ip: '192.0.2.7', port: 4711 },
    shop: { order: { id: 'A-1' } },
    labels: { site: 's1' },
    unmapped: { user: 'kim', 'user.name.first': 'min', 'destination.port': 'http' },
    message: '결제 완료',
  });
});

test("the time is read in the parser's own zone, else in the sender's, else it is that of the header", () => {
  const expression = '%{@timestamp} %{shop.id}';
  const time = '30/Nov/2026:10:00:00';
  expect(eventOf({ expression, timeZone: 'UTC' }, `${time} x`)['@timestamp']).toBe('2026-11-30T10:00:00.000Z');
  expect(eventOf({ expression }, `${time} x`)['@timestamp']).toBe('2026-11-30T01:00:00.000Z');
  expect(eventOf({ expression }, 'soon x')).toMatchObject({
    '@timestamp': '2026-11-30T12:00:00.000Z',
    unmapped: { '@timestamp': 'soon' },
  });
  const syslog = eventOf({ expression: 'paid %{shop.id}' }, '<13>Nov 30 09:00:00 web-1 shop[7]: paid A-1');
  expect(syslog).toMatchObject({
    '@timestamp': '2026-11-30T00:00:00.000Z',
    host: { name: 'web-1' },
    process: { name: 'shop', pid: 7 },
    shop: { id: 'A-1' },
    message: 'paid A-1',
  });
});

test('reads behind the header first, then the whole line; what the expression says wins over the header', () => {
  const grok = {
    kind: 'grok' as const,
    expression: '^<%{INT:x.priority}>.* %{HOSTNAME:host.name} shop: %{WORD:event.action}',
  };
  const event = eventOf(grok, '<13>Nov 30 09:00:00 relay web-1 shop: paid A-1');
  expect(event).toMatchObject({ host: { name: 'web-1', hostname: 'relay' }, x: { priority: '13' } });
});

test('a line that does not match is detected as ever, and a stack trace goes to the line before it', () => {
  const trace = [
    'ERROR pay failed',
    '\tat a.B.c(B.java:1)',
    'sshd[7]: Failed password for kim from 192.0.2.7 port 22 ssh2',
  ];
  const events = decode({ kind: 'grok', expression: '^%{LOGLEVEL:log.level} pay %{WORD:event.outcome}$' }, ...trace);
  expect(events).toMatchObject([
    { decoder: 'custom', raw: `${trace[0]}\n${trace[1]}`, event: { log: { level: 'ERROR' } } },
    { decoder: 'sshd', event: { user: { name: 'kim' } } },
  ]);
});

test('reads lines that JSON carries', () => {
  const raw = JSON.stringify({ log: 'paid A-1\n', stream: 'stdout', time: '2026-11-30T00:00:00.5Z' });
  const [decoded] = decode({ expression: 'paid %{shop.id}' }, raw) as [Decoded];
  expect(decoded).toMatchObject({ decoder: 'custom', raw, event: { shop: { id: 'A-1' } } });
  const beats = JSON.stringify({
    message: 'paid A-1',
    agent: { type: 'filebeat' },
    log: { file: { path: '/var/log/shop.log' } },
    host: { name: 'web-1' },
  });
  expect(decode({ expression: 'paid %{shop.id}' }, beats)).toMatchObject([
    { decoder: 'custom', raw: beats, event: { shop: { id: 'A-1' }, host: { name: 'web-1' } } },
  ]);
  const anywhere = { kind: 'grok' as const, expression: '%{GREEDYDATA:message}' };
  expect(decode(anywhere, beats)).toMatchObject([{ event: { message: 'paid A-1', host: { name: 'web-1' } } }]);
  const batch = JSON.stringify({ logGroup: 'g', logEvents: [{ message: 'paid A-1' }, { message: 'other' }] });
  expect(decode({ expression: 'paid %{shop.id}' }, batch)).toMatchObject([
    { decoder: 'custom', raw: 'paid A-1' },
    { decoder: 'text' },
  ]);
});

test('hostile names reach no prototype', () => {
  const event = eventOf({ expression: '%{toString} %{hasOwnProperty.x} %{a} %{a.b}' }, '1 2 3 4');
  expect(event).toMatchObject({ a: '3', unmapped: { toString: '1', 'hasOwnProperty.x': '2', 'a.b': '4' } });
  expect(Object.prototype.toString.call('')).toBe('[object String]');
});

test('tells where a line stopped, counted from its start', () => {
  const custom = customDecoder({ name: 'x', kind: 'dissect', expression: 'paid %{shop.id} by %{user.name}' });
  const line = (raw: string, text = raw) => ({ raw, body: raw, text, envelope: undefined });
  expect(custom.explain(line('paid A-1'))).toEqual({ matched: false, at: 5, awaited: ' by ' });
  expect(custom.explain(line('x: paid A-1', 'paid A-1'))).toEqual({ matched: false, at: 8, awaited: ' by ' });
  expect(custom.explain(line('x: paid A-1 by kim', 'paid A-1 by kim'))).toMatchObject({ matched: true });
});
