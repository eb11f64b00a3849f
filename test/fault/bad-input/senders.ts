import { gzipSync } from 'node:zlib';
import { type BadInput, countStored, mustAnswer, sendHec } from './case.ts';

const MB = 1024 ** 2;

/** What a sender with a wrong setting, a bug or bad intent puts into a request. */
export const BAD_SENDERS: readonly BadInput[] = [
  {
    name: 'a line of 50 MB',
    async run(target) {
      const answer = await sendHec(target, 'raw', Buffer.alloc(50 * MB, 0x61));
      mustAnswer(answer, 413);
      return answer;
    },
  },
  {
    name: 'a line of 50 MB, gzipped, between two good lines',
    async run(target) {
      const body = Buffer.concat([
        Buffer.from('before goodneighbour\n'),
        Buffer.alloc(50 * MB, 0x61),
        Buffer.from('\nafter goodneighbour\n'),
      ]);
      const answer = await sendHec(target, 'raw', new Uint8Array(gzipSync(body)), { 'content-encoding': 'gzip' });
      mustAnswer(answer, 200);
      const found = await countStored(target, 'raw:*goodneighbour*', 2);
      if (found !== 2) throw new Error(`${found} of the two good lines are stored`);
      return `${answer}; both neighbours are stored`;
    },
  },
  {
    name: 'invalid UTF-8',
    async run(target) {
      const bytes = [
        Buffer.from('badutf before '),
        Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0xed]),
        Buffer.from(' after\n'),
      ];
      const answer = await sendHec(target, 'raw', new Uint8Array(Buffer.concat(bytes)));
      mustAnswer(answer, 200);
      const found = await countStored(target, 'raw:*badutf*', 1);
      if (found !== 1) throw new Error(`the line is stored ${found} times`);
      return `${answer}; stored`;
    },
  },
  {
    name: 'a gzip bomb (1 GB in 1 MB)',
    async run(target) {
      const answer = await sendHec(target, 'raw', gzipBomb(), { 'content-encoding': 'gzip' });
      mustAnswer(answer, 413);
      return answer;
    },
  },
  {
    name: 'a body that says gzip and is none',
    async run(target) {
      const answer = await sendHec(target, 'raw', 'plain', { 'content-encoding': 'gzip' });
      mustAnswer(answer, 400);
      return answer;
    },
  },
  {
    name: 'JSON 10,000 levels deep',
    async run(target) {
      const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
      const answer = await sendHec(target, 'event', `{"event":${deep}}`);
      mustAnswer(answer, 400);
      return answer;
    },
  },
  {
    name: 'a wrong token',
    async run(target) {
      const answer = await sendHec(
        { ...target, ingest: '00000000-0000-4000-8000-000000000000' },
        'event',
        '{"event":1}',
      );
      mustAnswer(answer, 403);
      return answer;
    },
  },
];

/** Sixteen members of 64 MB zeros, one after the other: gzip allows that, RFC 1952 2.2. */
function gzipBomb(): Uint8Array<ArrayBuffer> {
  const member = gzipSync(Buffer.alloc(64 * MB), { level: 9 });
  return new Uint8Array(Buffer.concat(Array.from({ length: 16 }, () => member)));
}
