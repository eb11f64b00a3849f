import { body as bodyOf } from './bodies.ts';
import { mutateBytes, one, type Random } from './bytes.ts';
import type { Attempt } from './requests.ts';

/** What every HTTP/2 client begins with (RFC 9113, section 3.4). */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const TYPE = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  push: 5,
  ping: 6,
  goaway: 7,
  window: 8,
  continuation: 9,
};
const END_STREAM = 1;
const END_HEADERS = 4;

/** An HTTP/2 connection: the preface and settings as they should be, then frames of which bytes are turned. */
export function frameAttempt(random: Random): Attempt {
  const streams = 1 + random(random(10) === 0 ? 40 : 3);
  const frames = Array.from({ length: streams }, (_, index) => requestFrames(1 + 2 * index, random)).flat();
  for (let more = random(4); more > 0; more--) frames.splice(random(frames.length + 1), 0, oddFrame(random));
  let bytes = Buffer.concat(frames) as Buffer;
  if (random(4) > 0) bytes = mutateBytes(bytes, random);
  const pieces = random(4) === 0 ? [bytes.subarray(0, 9), bytes.subarray(9)] : [bytes];
  const settings = frame(TYPE.settings, 0, 0, Buffer.alloc(0));
  return {
    pieces: [Buffer.concat([PREFACE, settings]), ...pieces],
    after: one(['wait', 'wait', 'end', 'destroy'], random),
  };
}

function requestFrames(stream: number, random: Random): Buffer[] {
  const method = one(['GET', 'POST', 'PUT', 'HEAD', 'CONNECT', 'get'], random);
  const carries = method !== 'GET' && method !== 'HEAD' && random(4) > 0;
  const fields: [string, string][] = [
    [':method', method],
    [':scheme', one(['https', 'http', 'x'], random)],
    [
      ':path',
      one(['/', '/?q=%27%20or%201%3D1', '/?q=<script>', '*', '', 'nothing', `/${'x'.repeat(3_000)}`, '/large'], random),
    ],
    [':authority', one(['a', 'b:1', ''], random)],
  ];
  if (random(20) === 0) fields.splice(random(fields.length), 1);
  for (let more = random(4); more > 0; more--)
    fields.push(
      one<[string, string]>(
        [
          ['user-agent', 'Mozilla/5.0'],
          ['cookie', 'a=b'],
          ['cookie', 'c=d'],
          ['host', 'z'],
          ['Upper', 'x'],
          ['connection', 'close'],
          ['transfer-encoding', 'chunked'],
          ['te', 'trailers'],
          ['content-length', '5'],
          [':late', 'x'],
          ['x-odd', 'a\r\nb'],
          ['expect', '100-continue'],
          ['x-long', 'y'.repeat(9_000)],
        ],
        random,
      ),
    );
  if (random(60) === 0) for (let more = 0; more < 300; more++) fields.push([`x-${more}`, 'v']);
  const { type, bytes } = carries ? bodyOf(random) : { type: '', bytes: Buffer.alloc(0) };
  if (carries) fields.push(['content-type', type]);
  const block = Buffer.concat(fields.map(([name, value]) => literal(name, value)));
  const frames = headerFrames(stream, block, carries ? 0 : END_STREAM, random);
  for (let at = 0; carries && at <= bytes.length; at += 16_000)
    frames.push(frame(TYPE.data, at + 16_000 > bytes.length ? END_STREAM : 0, stream, bytes.subarray(at, at + 16_000)));
  return frames;
}

function headerFrames(stream: number, block: Buffer, flags: number, random: Random): Buffer[] {
  if (block.length <= 16_000 && random(8) > 0) return [frame(TYPE.headers, flags | END_HEADERS, stream, block)];
  const found: Buffer[] = [];
  for (let at = 0; at < block.length; at += 16_000) {
    const last = at + 16_000 >= block.length ? END_HEADERS : 0;
    const type = at === 0 ? TYPE.headers : TYPE.continuation;
    found.push(frame(type, (at === 0 ? flags : 0) | last, stream, block.subarray(at, at + 16_000)));
  }
  return found;
}

/** A frame that may come at any time, or may not. */
function oddFrame(random: Random): Buffer {
  const type = random(4) === 0 ? random(256) : random(10);
  const payload = Buffer.alloc(one([0, 4, 5, 8, 6, 12, 100], random));
  for (let at = 0; at < payload.length; at++) payload[at] = random(3) === 0 ? random(256) : 0;
  return frame(type, random(3) === 0 ? random(256) : 0, one([0, 1, 3, 2, 0x7fffffff], random), payload);
}

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** A literal field without indexing, not Huffman coded (RFC 7541, section 6.2.2). */
function literal(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.from([0]), text(name), text(value)]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'latin1');
  if (bytes.length < 127) return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  const length = [127];
  let left = bytes.length - 127;
  for (; left >= 128; left >>= 7) length.push((left & 127) | 128);
  return Buffer.concat([Buffer.from([...length, left]), bytes]);
}
