import { gzipSync } from 'node:zlib';
import { type BadInput, countDeadLetters, countStored, mustAnswer, sendHec } from './case.ts';

const MB = 1024 ** 2;

/** What a sender with a wrong setting, a bug or bad intent puts into a request. */
export const BAD_SENDERS: readonly BadInput[] = [
  {
    name: 'a line of 50 MB',
    async run(target) {
      const answer = await sendHec(target, 'raw', Buffer.alloc(50 * MB, 0x61));
      // HEC's own word for it: code 6 with the number of the event.
      mustAnswer(answer, 400);
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
      mustAnswer(answer, 400);
      const found = await countStored(target, 'raw:*goodneighbour*', 2);
      if (found !== 2) throw new Error(`${found} of the two good lines are stored`);
      return `${answer}; both neighbours are stored`;
    },
  },
  {
    name: 'invalid UTF-8',
    async run(target) {
      // A line of text with bytes that no encoding explains is kept as text; one that is mostly such bytes is a dead letter.
      const odd = Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0xed]);
      const text = Buffer.from(`badutf ${'ordinary words of a log line '.repeat(5)}`);
      const answer = await sendHec(
        target,
        'raw',
        new Uint8Array(Buffer.concat([text, odd, Buffer.from('\nbadbytes '), odd, odd])),
      );
      mustAnswer(answer, 200);
      const found = await countStored(target, 'raw:*badutf*', 1);
      if (found !== 1) throw new Error(`the line of text is stored ${found} times`);
      const dead = await countDeadLetters(target, 'badbytes');
      if (dead !== 1) throw new Error(`the line of bytes is ${dead} times among the dead letters`);
      return `${answer}; the text is stored, the bytes are a dead letter with their reason`;
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
