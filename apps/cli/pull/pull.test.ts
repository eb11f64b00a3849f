import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { openTestServer, type TestServer } from '@haechi/server/test-server.ts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { finish, kill, type RunningCommand, startCommand } from '../sending/test-command.ts';
import { ACCESS_KEY, etagOf, fail, openTestStore, SECRET_KEY, type TestStore } from './test-store.ts';

let server: TestServer;
let token: string;
let store: TestStore;
let folder: string;
let running: RunningCommand[] = [];

beforeAll(async () => {
  server = await openTestServer();
  token = await server.addToken(['ingest'], await server.addTenant('acme'));
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  store = await openTestStore('trail', 2);
  folder = await mkdtemp(path.join(tmpdir(), 'haechi-pull-'));
  await writeFile(path.join(folder, 'token'), token);
});
afterEach(async () => {
  for (const child of running) await kill(child, 'SIGKILL');
  running = [];
  await store[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** The real command in a process of its own. */
function start(args: readonly string[], keys: Record<string, string> = {}): RunningCommand {
  const file = (name: string): string => path.join(folder, name);
  const child = startCommand(
    [
      ...['pull', '--to', server.server.origin, '--token-file', file('token'), '--state', file('state')],
      ...['--endpoint', store.origin, '--lang', 'en', ...args],
    ],
    { AWS_ACCESS_KEY_ID: ACCESS_KEY, AWS_SECRET_ACCESS_KEY: SECRET_KEY, ...keys },
  );
  running.push(child);
  return child;
}

/** A line that is stored behind all that was sent before: when it is there, they are. */
async function allStored(word: string): Promise<void> {
  store.objects.set(`zz/${word}`, Buffer.from(`marker ${word}\n`));
  await finish(start(['s3://trail/zz/', '--state', path.join(folder, 'marker')]));
  await server.counted(`marker ${word}`, 1);
}

const lines = (word: string, from: number, to: number): string =>
  Array.from(
    { length: to - from },
    (_, n) => `${word} request ${String(from + n).padStart(6, '0')} ${'x'.repeat(60)}\n`,
  ).join('');

test('what AWS writes becomes one event for each record, and a second run sends nothing', async () => {
  const trail = [1, 2, 3].map((n) => ({
    eventVersion: '1.08',
    eventTime: `2026-11-27T08:00:0${n}Z`,
    eventSource: 's3.amazonaws.com',
    eventName: 'PutBucketPolicy',
    awsRegion: 'ap-northeast-2',
    sourceIPAddress: '203.0.113.9',
    userIdentity: { type: 'IAMUser', userName: 'dana', accountId: '123456789012' },
    eventID: `0000-${n}`,
  }));
  store.objects.set('logs/CloudTrail/a.json.gz', gzipSync(JSON.stringify({ Records: trail })));
  const flow =
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n';
  const row = (port: number): string =>
    `2 123456789012 eni-0123456789abcdef0 10.0.0.5 198.51.100.7 ${port} 443 6 10 840 1795766400 1795766460 REJECT OK\n`;
  store.objects.set('logs/vpcflowlogs/b.log.gz', gzipSync(flow + row(50_001) + row(50_002)));
  store.objects.set("logs/ключ 한글+%2F=~&?#'()*!@:,;$/../c.log", Buffer.from('oddkey one\noddkey two\n'));
  const custom = 'dstport srcaddr dstaddr action start\n4444 10.0.0.66 198.51.100.8 REJECT 1795766400\n';
  store.objects.set('logs/vpcflowlogs/custom.log.gz', gzipSync(custom));
  const waf = { clientIp: '203.0.113.77', headers: [], uri: '/wafpath', httpMethod: 'GET' };
  const request = { timestamp: 1_795_766_400_000, webaclId: 'arn:x', terminatingRuleId: 'sqli', action: 'BLOCK' };
  const wafLine = `${JSON.stringify({ ...request, httpRequest: waf })}\n`;
  store.objects.set('logs/WAFLogs/d.log.gz', gzipSync(wafLine.repeat(2)));
  const alb =
    'https 2026-11-27T08:00:00.000000Z app/shop/1 203.0.113.78:4000 10.0.0.9:80 0.001 0.002 0.000 200 200 34 366 "GET https://shop.example:443/albpath HTTP/1.1" "curl/8" TLS_AES_128 TLSv1.3 arn:x "Root=1-2" "shop.example" "-" 0 2026-11-27T08:00:00.000000Z "forward" "-" "-"\n';
  store.objects.set('logs/elasticloadbalancing/e.log.gz', gzipSync(alb));
  const first = await finish(start(['s3://trail/logs/']));
  expect(first).toMatchObject({ code: 0, said: expect.stringContaining('sent: 6 objects, 11 records') });
  expect(store.denied).toEqual([]);
  await allStored('kinds');
  expect(await server.count('event.action:PutBucketPolicy user.name:dana')).toBe(3);
  expect(await server.count('source.ip:10.0.0.5 destination.port:443')).toBe(2);
  expect(await server.count('source.ip:10.0.0.66 destination.port:4444 event.action:reject')).toBe(1);
  expect(await server.count('source.ip:203.0.113.77 url.path:"/wafpath" rule.id:sqli')).toBe(2);
  expect(await server.count('source.ip:203.0.113.78 url.path:"/albpath"')).toBe(1);
  expect(await server.count('oddkey')).toBe(2);
  expect(await server.count('interface-id')).toBe(0);
  expect((await finish(start(['s3://trail/logs/']))).said).toContain('sent: 0 objects, 0 records');
  expect(store.asked.filter((key) => key.startsWith('logs/'))).toHaveLength(6);
});

test('kill -9 in mid-run, three times: each line is stored exactly once; late keys are found', async () => {
  for (let n = 0; n < 12; n++)
    store.objects.set(`flow/${n}.gz`, gzipSync(lines('pullflow', n * 3_000, (n + 1) * 3_000)));
  for (let kills = 1; kills <= 3; kills++) {
    const child = start(['s3://trail/flow/', '--follow', '1']);
    await server.counted('pullflow', kills * 6_000);
    await kill(child, 'SIGKILL');
  }
  store.objects.set('flow/0-late.gz', gzipSync(lines('pullflow', 36_000, 36_100)));
  const child = start(['s3://trail/flow/', '--follow', '1']);
  await server.counted('pullflow', 36_100);
  store.objects.set('flow/00-later.gz', gzipSync(lines('pullflow', 36_100, 36_200)));
  await server.counted('pullflow', 36_200);
  await kill(child, 'SIGINT');
  await allStored('killed');
  expect(await server.count('pullflow')).toBe(36_200);
}, 240_000);

test('a checkpoint that is lost: all is sent again and stored once', async () => {
  store.objects.set('lost/a.gz', gzipSync(lines('pulllost', 0, 300)));
  await finish(start(['s3://trail/lost/']));
  await server.counted('pulllost', 300);
  await rm(path.join(folder, 'state'), { recursive: true });
  expect((await finish(start(['s3://trail/lost/']))).said).toContain('300 records');
  await allStored('lost');
  expect(await server.count('pulllost')).toBe(300);
});

test('broken, vanished and foreign objects are named and stop nothing', async () => {
  store.objects.set('bad/1-cut.gz', gzipSync(lines('badcut', 0, 400)).subarray(0, -20));
  store.objects.set('bad/2-gone', Buffer.from('badgone\n'));
  store.objects.set('bad/3.zip', Buffer.from('PK\x03\x04rest'));
  store.objects.set('bad/4.bin', Buffer.from('ElfFile\0\0\0'));
  store.objects.set('bad/5.log', Buffer.from('badgood one\n'));
  store.intercept = (key, response) => {
    if (key !== 'bad/2-gone') return false;
    fail(response, 404, 'NoSuchKey');
    return true;
  };
  const { code, said } = await finish(start(['s3://trail/bad/']));
  expect(code).toBe(1);
  expect(said).toContain('gone or replaced since it was listed: s3://trail/bad/2-gone');
  expect(said).toMatch(/not sent: s3:\/\/trail\/bad\/1-cut\.gz: unexpected end of file/);
  expect(said).toContain('not sent: s3://trail/bad/3.zip: an archive');
  expect(said).toContain('not sent: s3://trail/bad/4.bin: no text');
  expect(said).toContain('1 objects gone, 3 given up');
  expect(await server.counted('badgood', 1)).toBe(1);
  // Given up is given up: no look reads it again.
  expect((await finish(start(['s3://trail/bad/']))).said).toContain('sent: 0 objects');
});

test('503 Slow Down and a broken connection are waited for', async () => {
  store.objects.set('slow/a.log', Buffer.from('pullslow one\n'));
  let requests = 0;
  store.intercept = (_key, response) => {
    requests++;
    if (requests % 2 === 0) return false;
    if (requests === 1) fail(response, 503, 'SlowDown');
    else response.destroy();
    return true;
  };
  const { code, said } = await finish(start(['s3://trail/slow/']));
  expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining('503 SlowDown') });
  expect(await server.counted('pullslow', 1)).toBe(1);
});

test('a store that stays busy ends the run and gives up nothing; with --follow it is waited for', async () => {
  store.objects.set('busy/a.log', Buffer.from('pullbusy one\n'));
  let busy = 20;
  store.intercept = (key, response) => {
    if (key === '' || busy-- <= 0) return false;
    response.setHeader('retry-after', '0');
    fail(response, 503, 'SlowDown');
    return true;
  };
  const first = await finish(start(['s3://trail/busy/']));
  expect(first).toMatchObject({ code: 1, said: expect.stringMatching(/error\[pull_unreachable\].*503 SlowDown/) });
  expect(busy).toBeGreaterThan(10);
  const child = start(['s3://trail/busy/', '--follow', '1']);
  await server.counted('pullbusy', 1);
  await kill(child, 'SIGTERM');
});

test.each([
  ['301', 'PermanentRedirect', { 'x-amz-bucket-region': 'eu-central-1' }, ''],
  ['400', 'AuthorizationHeaderMalformed', {}, '<Region>eu-central-1</Region>'],
])('%s %s: requests go on for the region that the store names', async (status, code, headers, more) => {
  store.objects.set(`moved/${status}.log`, Buffer.from(`pullmoved${status} one\n`));
  let sentOn = 0;
  store.intercept = (_key, response, { headers: { authorization = '' } }) => {
    if (authorization.includes('/eu-central-1/s3/')) return false;
    sentOn++;
    response
      .writeHead(Number(status), headers)
      .end(`<Error><Code>${code}</Code><Message>elsewhere</Message>${more}</Error>`);
    return true;
  };
  expect(await finish(start([`s3://trail/moved/${status}`]))).toMatchObject({ code: 0 });
  expect(await server.counted(`pullmoved${status}`, 1)).toBe(1);
  expect(sentOn).toBe(1);
});

test('a store that sends us in a circle, or to what is no region, is told as it is', async () => {
  let region = 'us-west-2';
  store.intercept = (_key, response) => {
    region = region === 'us-west-2' ? 'eu-west-1' : 'us-west-2';
    response.setHeader('x-amz-bucket-region', region);
    fail(response, 301, 'PermanentRedirect');
    return true;
  };
  const told = { code: 1, said: expect.stringMatching(/error\[pull_denied\].*301 PermanentRedirect/) };
  expect(await finish(start(['s3://trail/x']))).toMatchObject(told);
  store.intercept = (_key, response) => {
    response.setHeader('x-amz-bucket-region', 'evil.example/');
    fail(response, 301, 'PermanentRedirect');
    return true;
  };
  expect(await finish(start(['s3://trail/x']))).toMatchObject(told);
});

test('a listing whose pages have no token, or the same again, is read by the last key; one without an end is refused', async () => {
  for (let n = 0; n < 5; n++) store.objects.set(`pages/${n}.log`, Buffer.from(`pullpages ${n}\n`));
  const page = (isCut: boolean, keys: string[], token = ''): string => {
    const contents = keys.map(
      (key) =>
        `<Contents><Key>${key}</Key><LastModified>${new Date().toISOString()}</LastModified><ETag>${etagOf(store.objects.get(key) as Buffer)}</ETag><Size>12</Size></Contents>`,
    );
    return `<ListBucketResult><IsTruncated>${isCut}</IsTruncated>${token}${contents.join('')}</ListBucketResult>`;
  };
  const asked: string[] = [];
  store.intercept = (key, response, { url = '' }) => {
    if (key !== '') return false;
    const query = new URLSearchParams(url.split('?')[1]);
    const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
    asked.push(after);
    const token = '<NextContinuationToken>same</NextContinuationToken>';
    if (after === '') response.end(page(true, ['pages/0.log', 'pages/1.log']));
    else if (after === 'pages/1.log') response.end(page(true, ['pages/2.log'], token));
    else if (after === 'same') response.end(page(true, ['pages/3.log'], token));
    else response.end(page(false, ['pages/4.log']));
    return true;
  };
  expect(await finish(start(['s3://trail/pages/']))).toMatchObject({
    code: 0,
    said: expect.stringContaining('sent: 5 objects, 5 records'),
  });
  expect(asked).toEqual(['', 'pages/1.log', 'same', 'pages/3.log']);
  store.intercept = (_key, response) => {
    response.end('<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>');
    return true;
  };
  expect((await finish(start(['s3://trail/pages/']))).said).toContain('error[pull_listing_invalid]');
});

test('empty objects are passed over, an archived one is told with what to do, temporary keys are signed with', async () => {
  store.objects.set('glacier/0-folder/', Buffer.from(''));
  store.objects.set('glacier/1-empty.gz', gzipSync(''));
  store.objects.set('glacier/2-cold.gz', gzipSync('cold\n'));
  store.objects.set('glacier/3.log', Buffer.from('pullglacier one\n'));
  store.intercept = (key, response) => {
    if (key !== 'glacier/2-cold.gz') return false;
    fail(response, 403, 'InvalidObjectState');
    return true;
  };
  const { code, said } = await finish(start(['s3://trail/glacier/'], { AWS_SESSION_TOKEN: 'temporary+/==' }));
  expect({ code, said }).toMatchObject({
    code: 1,
    said: expect.stringContaining(
      'not sent: s3://trail/glacier/2-cold.gz: the object is archived (Glacier): restore it',
    ),
  });
  expect(said).toContain('sent: 2 objects, 1 records');
  expect(store.denied).toEqual([]);
  expect(store.asked.filter((key) => key.includes('cold'))).toHaveLength(1);
  expect(await server.counted('pullglacier', 1)).toBe(1);
});

test.each([
  [
    '<!DOCTYPE a [<!ENTITY b "c">]><ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>',
    'pull_listing_invalid',
  ],
  [`<ListBucketResult>${'<a>'.repeat(50)}`, 'pull_listing_invalid'],
  ['<html>console</html>', 'pull_listing_invalid'],
])('a hostile answer is refused: %.40s', async (xml, error) => {
  store.intercept = (_key, response) => {
    response.end(xml);
    return true;
  };
  expect(await finish(start(['s3://trail/x']))).toMatchObject({
    code: 1,
    said: expect.stringContaining(`error[${error}]`),
  });
});

test('keys: a wrong one is told and never shown; a profile of a file is taken', async () => {
  store.objects.set('keys/a.log', Buffer.from('pullkeys one\n'));
  const wrong = await finish(start(['s3://trail/keys/'], { AWS_SECRET_ACCESS_KEY: 'wrong-secret' }));
  expect(wrong).toMatchObject({ code: 1, said: expect.stringMatching(/error\[pull_denied\].*SignatureDoesNotMatch/) });
  expect(wrong.said).not.toContain('wrong-secret');
  const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
  expect((await finish(start(['s3://trail/keys/'], none))).said).toContain('error[pull_credentials_missing]');
  const file = path.join(folder, 'credentials');
  await writeFile(
    file,
    `[default]\naws_access_key_id = other\n\n[logs]\naws_access_key_id=${ACCESS_KEY}\naws_secret_access_key = ${SECRET_KEY}\n`,
  );
  const taken = await finish(start(['s3://trail/keys/', '--credentials-file', file, '--profile', 'logs'], none));
  expect(taken).toMatchObject({ code: 0, said: expect.stringContaining('sent: 1 objects, 1 records') });
  const state = await readFile(path.join(folder, 'state', 'checkpoint.json'), 'utf8');
  expect(state).not.toContain(SECRET_KEY);
});
