import { describe, expect, test } from 'vitest';
import { INGEST_LIMITS } from '../limits.ts';
import { readBulk } from './bulk.ts';
import { asksForCluster } from './cluster.ts';

const read = (lines: readonly string[], { index, limits = {} }: { index?: string; limits?: object } = {}) => {
  const bulk = readBulk(lines.join('\n'), index, '/root/a/', { ...INGEST_LIMITS, ...limits });
  return {
    records: bulk?.items.map(({ record, meta }) => (meta?.rejected === undefined ? record : [record, meta.rejected])),
    outcomes: bulk?.outcomes.map(({ name, error }) => (error === undefined ? name : [name, error.type])),
    items: bulk?.items ?? [],
  };
};
const CREATE = '{"create":{"_index":"logs"}}';

describe('readBulk', () => {
  test('takes documents as their text, with or without a last line end, and with CR LF', () => {
    for (const end of ['', '\n', '\r\n', '\n\n'])
      expect(
        read([CREATE, '{"n":12345678901234567890}', '{ "index" : {"_index":"x","_id":"1"}}\r', `{"a":1}${end}`]),
      ).toMatchObject({
        records: ['{"n":12345678901234567890}', '{"a":1}'],
        outcomes: ['create', 'index'],
      });
  });

  test('the index comes from the line, else from the path; without one the item is refused', () => {
    expect(read(['{"index":{}}', '{"a":1}'], { index: 'path' }).items[0]?.meta?.fields).toEqual({ index: 'path' });
    expect(read([CREATE, '{"a":1}'], { index: 'path' }).items[0]?.meta?.fields).toEqual({ index: 'logs' });
    expect(read(['{"index":{}}', '{"a":1}']).outcomes).toEqual([['index', 'action_request_validation_exception']]);
  });

  test('an id is the same for the same tenant, index and _id, and no other', () => {
    const idOf = (index: string, id: string, tenant = '/root/a/') =>
      readBulk(`{"index":{"_index":"${index}","_id":"${id}"}}\n{}`, undefined, tenant, INGEST_LIMITS)?.items[0]?.meta
        ?.id;
    expect(idOf('x', '1')).toBe(idOf('x', '1'));
    expect(new Set([idOf('x', '1'), idOf('x', '2'), idOf('y', '1'), idOf('x', '1', '/root/b/')]).size).toBe(4);
    expect(read([CREATE, '{}']).items[0]?.meta?.id).toBeUndefined();
  });

  test('update and delete are refused, each with the lines that belong to it', () => {
    const lines = [
      '{"delete":{"_index":"x","_id":"1"}}',
      CREATE,
      '{"a":1}',
      '{"update":{"_index":"x","_id":"1"}}',
      '{"doc":{}}',
    ];
    expect(read([...lines, CREATE, '{"a":2}'])).toMatchObject({
      records: [[lines[0], 'invalid_record'], '{"a":1}', ['{"doc":{}}', 'invalid_record'], '{"a":2}'],
      outcomes: [
        ['delete', 'action_request_validation_exception'],
        'create',
        ['update', 'action_request_validation_exception'],
        'create',
      ],
    });
  });

  test.each(['{"create":', 'garbage', '{"create":{},"index":{}}', '{"create":5}', '{"create":{"_index":7}}'])(
    'behind %s, which is no action, the next documents are found',
    (bad) => {
      expect(read([bad, '{"lost":1}', CREATE, '{"a":1}', bad, CREATE, '{"a":2}'])).toMatchObject({
        records: [[`${bad}\n{"lost":1}`, 'invalid_record'], '{"a":1}', [bad, 'invalid_record'], '{"a":2}'],
        outcomes: [
          ['index', 'illegal_argument_exception'],
          'create',
          ['index', 'illegal_argument_exception'],
          'create',
        ],
      });
    },
  );

  test.each(['{"a":', '[1]', '"text"', 'null', ''])('a document that is no object is refused alone: %s', (bad) => {
    expect(read([CREATE, bad, CREATE, '{"a":1}'])).toMatchObject({
      records: [[bad === '' ? CREATE : bad, 'invalid_record'], '{"a":1}'],
      outcomes: [['create', 'document_parsing_exception'], 'create'],
    });
  });

  test('takes the longest document and refuses one character more; likewise the number of documents', () => {
    const fits = `{"a":"${'x'.repeat(12)}"}`;
    expect(read([CREATE, fits, CREATE, `${fits} `], { limits: { recordChars: 20 } }).records).toEqual([
      fits,
      [`${fits} `, 'record_too_long'],
    ]);
    const two = [CREATE, '{}', CREATE, '{}'];
    expect(read(two, { limits: { requestRecords: 2 } }).records).toHaveLength(2);
    expect(read(two, { limits: { requestRecords: 1 } }).records).toBeUndefined();
  });
});

test.each([
  [false, { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'user-agent': 'Mozilla/5.0' }],
  [false, { accept: 'text/html', authorization: 'Basic eA==' }],
  [false, { accept: '*/*', 'user-agent': 'curl/8.0' }],
  [false, {}],
  [true, { accept: '*/*', authorization: 'ApiKey eA==' }],
  [true, { accept: 'application/json' }],
  [true, { accept: 'application/vnd.elasticsearch+json; compatible-with=8,text/plain' }],
  [true, { 'user-agent': 'Elastic-filebeat/8.15.0 (linux; amd64)' }],
  [true, { 'user-agent': 'logstash/8.15.0' }],
])('the root is a cluster for shippers alone: %s %j', (cluster, headers) => {
  expect(asksForCluster(headers)).toBe(cluster);
});
