import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { canonicalAddress } from './address.ts';
import { readCsv, writeCsv } from './csv.ts';
import { readTableFile, readTableRows } from './read-table.ts';
import { writeTable } from './write-table.ts';

const file = (...lines: string[]) => Buffer.from(lines.join('\r\n'));

test.each([
  ['10.0.0.5', '10.0.0.5'],
  ['10.0.0.77/24', '10.0.0.0/24'],
  ['10.0.0.5/32', '10.0.0.5'],
  ['2001:DB8::1/32', '2001:db8::/32'],
  ['::ffff:10.0.0.5', '10.0.0.5'],
  ['00:00:5e:00:53:23', '00-00-5E-00-53-23'],
  ['0000.5e00.5323', '00-00-5E-00-53-23'],
  ['0.0.0.0/0', undefined],
  ['10.0.0.256', undefined],
  ['10.0.0.0/24/8', undefined],
  ['web-1', undefined],
])('address %s', (text, expected) => expect(canonicalAddress(text)).toBe(expected));

describe('CSV', () => {
  const read = (text: string) => [...readCsv(text, ',', 9)];

  test('quotes, line breaks in cells, blank lines, and the line on which a record begins', async () => {
    expect(read('a,b\r\n\r\n"x\ny","say ""hi"""\n,\nlast,"open')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: ['x\ny', 'say "hi"'] },
      { line: 6, cells: ['last', 'open'] },
    ]);
  });

  test('property: what is written is read again', async () => {
    const cell = fc.string({ unit: 'binary' }).map((text) => text.trim());
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
        const kept = rows.filter((row) => row.some((one) => one !== '' && !one.startsWith("'")));
        fc.pre(kept.length === rows.length && rows.flat().every((one) => !one.startsWith("'") && !/\uFEFF/.test(one)));
        expect(read(writeCsv(rows).slice(1)).map(({ cells }) => cells)).toEqual(rows);
      }),
    );
  });

  test('no cell begins like a formula', async () => {
    const written = writeCsv([['=cmd|x', '+1', '-1', '@x', '\t=1', '＝1']]);
    expect(written).toBe("\uFEFF'=cmd|x,'+1,'-1,'@x,\"'\t=1\",'＝1\r\n");
  });
});

describe('tables', () => {
  test('assets with a Korean header in CP949; rows with faults are told apart by line', async () => {
    const bytes = iconv.encode(
      [
        '자산명,IP 주소,호스트명,담당자,중요도,태그,층',
        'DB-01,10.0.0.5; 10.0.1.0/24,DB-01.corp.example,김민수,매우 높음,결제;개인정보,3',
        'WEB-01,10.0.0.300,,,,,',
        'db-01,10.0.0.6,,,,,',
        ',10.0.0.7,,,,,',
        'PC-7,,,,보통,,',
        '"사무실 A",,,,,,',
        'X,10.0.0.9,,,엄청,,',
      ].join('\r\n'),
      'cp949',
    );
    const read = await readTableFile('assets', bytes);
    expect(read.rows).toMatchObject([
      {
        name: 'DB-01',
        addresses: ['10.0.0.5', '10.0.1.0/24'],
        hosts: ['db-01.corp.example'],
        owner: '김민수',
        criticality: 'critical',
        tags: ['결제', '개인정보'],
        os: '',
      },
      { name: 'PC-7', addresses: [], hosts: ['pc-7'], criticality: 'medium' },
    ]);
    expect(read.problems).toEqual([
      { line: 3, field: 'addresses', reason: 'address_invalid', value: '10.0.0.300' },
      { line: 4, field: 'name', reason: 'duplicate', value: 'db-01' },
      { line: 5, field: 'name', reason: 'missing', value: '' },
      { line: 7, field: 'addresses', reason: 'nothing_to_match', value: '사무실 A' },
      { line: 8, field: 'criticality', reason: 'word_unknown', value: '엄청' },
    ]);
    expect([read.problemCount, read.unknownColumns]).toEqual([5, ['층']]);
  });

  test('users with a Japanese header, delimited by semicolons', async () => {
    const read = await readTableFile(
      'users',
      file(
        'ユーザー名;氏名;メール;別名;特権アカウント;在籍状況',
        'sato;佐藤 花子;Sato@Acme.example;"ACME\\sato,S-1-5-21-7";はい;退職',
      ),
    );
    expect(read.rows).toEqual([
      {
        name: 'sato',
        email: 'sato@acme.example',
        aliases: ['ACME\\sato', 'S-1-5-21-7'],
        fullName: '佐藤 花子',
        department: '',
        title: '',
        privileged: true,
        status: 'left',
        criticality: 'medium',
        manager: '',
      },
    ]);
  });

  test('columns of one field are read together', async () => {
    const { rows } = await readTableFile('assets', file('name,IP,MAC', 'a,10.0.0.1,00:00:5e:00:53:23'));
    expect(rows[0]?.addresses).toEqual(['10.0.0.1', '00-00-5E-00-53-23']);
  });

  test('a list of the API; names that objects have by themselves are no fields', async () => {
    const read = await readTableRows('assets', [
      { name: 'a', addresses: ['10.0.0.1'], constructor: 'x' },
      { name: { x: 1 }, addresses: '10.0.0.2' },
      { name: 'b', addresses: [7] },
      JSON.parse('{"__proto__": "x", "name": "c", "hosts": "c1|c2"}'),
    ]);
    expect(read.rows.map(({ name, hosts }) => [name, hosts])).toEqual([
      ['a', []],
      ['c', ['c1', 'c2']],
    ]);
    expect(read.problems.map(({ line, field, reason }) => [line, field, reason])).toEqual([
      [2, 'name', 'not_text'],
      [3, 'addresses', 'not_text'],
    ]);
    expect(read.unknownColumns).toEqual(['constructor', '__proto__']);
  });

  test('a file without a column of names, and one without anything', async () => {
    for (const text of ['ip,owner\n10.0.0.1,kim', '', '\n\n'])
      await expect(readTableFile('assets', Buffer.from(text))).rejects.toMatchObject({ code: 'inventory_invalid' });
  });

  test.each(['ko', 'en', 'ja'] as const)('what is exported in %s is imported again, formulas and all', async (lang) => {
    const { rows } = await readTableRows('assets', [
      {
        name: '=HYPERLINK("x")',
        addresses: ['10.0.0.1', '10.0.0.0/8'],
        note: '두 줄\n"메모"',
        tags: ['a', 'b'],
        os: '-',
      },
      { name: 'web', criticality: 'low' },
    ]);
    const text = writeTable('assets', rows, lang);
    expect(text).toContain('"\'=HYPERLINK(""x"")"');
    expect(await readTableFile('assets', Buffer.from(text))).toMatchObject({
      rows,
      problemCount: 0,
      unknownColumns: [],
    });
    const { rows: users } = await readTableRows('users', [
      { name: 'kim', privileged: true, status: '휴직', email: 'k@a.example' },
    ]);
    expect((await readTableFile('users', Buffer.from(writeTable('users', users, lang)))).rows).toEqual(users);
  });

  test('a large file is read in linear time', async () => {
    const row = (at: number) => `m${at},10.${at >> 16}.${(at >> 8) & 255}.${at & 255},"a, ""b""",${'"'.repeat(2)}`;
    const lines = Array.from({ length: 90_000 }, (_, at) => row(at));
    const began = performance.now();
    expect((await readTableFile('assets', file('name,ip,note,owner', ...lines))).rows).toHaveLength(90_000);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
