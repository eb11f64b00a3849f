import { deflateSync, gzipSync } from 'node:zlib';
import { mutateBytes, one, type Random } from './bytes.ts';

/** A body with the fields that say what it is. */
export interface Body {
  readonly type: string;
  readonly coding?: string;
  readonly bytes: Buffer;
}

const WORDS = ['q', 'id', 'name', 'a[]', 'user.name', 'x', '', '가', 'file', 'password'];
const VALUES = [
  '1',
  'hello world',
  "1' union select null,version() -- -",
  '<img src=x onerror=alert(1)>',
  '; cat /etc/passwd',
  '../../../../etc/shadow',
  '{{7*7}}',
  '<?php system($_GET[0]); ?>',
  'x'.repeat(3_000),
  '%2527',
  '가나다',
  'O:8:"stdClass":0:{}',
];

/** A body of each kind that the rules read, often broken, sometimes large. */
export function body(random: Random): Body {
  const made = kinds[random(kinds.length)]?.(random) ?? form(random);
  const broken = random(3) === 0 ? { ...made, bytes: mutateBytes(made.bytes, random) } : made;
  if (random(6) > 0) return broken;
  const coding = one(['gzip', 'deflate', 'br', 'gzip, gzip', 'identity'], random);
  const bytes = random(2) === 0 ? gzipSync(broken.bytes) : deflateSync(broken.bytes);
  return { ...broken, coding, bytes: random(4) === 0 ? mutateBytes(bytes, random) : bytes };
}

function form(random: Random): Body {
  const pairs = Array.from(
    { length: random(random(40) === 0 ? 2_000 : 12) },
    () => `${one(WORDS, random)}=${random(2) === 0 ? encodeURIComponent(one(VALUES, random)) : one(VALUES, random)}`,
  );
  return { type: 'application/x-www-form-urlencoded', bytes: Buffer.from(pairs.join('&')) };
}

function multipart(random: Random): Body {
  const boundary = one(['b', '----x7', "a'b", 'x'.repeat(80), ' b '], random);
  const parts = Array.from({ length: random(6) }, () => {
    const file = random(2) === 0 ? `; filename="${one(['a.php', 'a"b', '../x', '가.txt', ''], random)}"` : '';
    const more = random(3) === 0 ? `Content-Type: ${one(['text/plain', 'image/png', 'x'], random)}\r\n` : '';
    const coding = random(8) === 0 ? 'Content-Transfer-Encoding: base64\r\n' : '';
    const end = one(['\r\n', '\r\n', '\r\n', '\n'], random);
    return `--${boundary}${end}Content-Disposition: form-data; name="${one(WORDS, random)}"${file}\r\n${more}${coding}\r\n${one(VALUES, random)}${end}`;
  });
  const close = random(5) === 0 ? '' : `--${boundary}--\r\n`;
  return { type: `multipart/form-data; boundary=${boundary}`, bytes: Buffer.from(parts.join('') + close) };
}

function json(random: Random): Body {
  const depth = random(20) === 0 ? 3_000 : random(6);
  const value = (level: number): unknown => {
    if (level === 0) return one<unknown>([...VALUES, 1e308, -0, null, true, [], {}], random);
    const inner = value(level - 1);
    return random(2) === 0 ? [inner] : { [one([...WORDS, '__proto__'], random)]: inner };
  };
  const text = depth > 100 ? '['.repeat(depth) + ']'.repeat(depth) : JSON.stringify(value(depth));
  return {
    type: one(['application/json', 'application/json; charset=utf-16', 'text/json'], random),
    bytes: Buffer.from(text),
  };
}

function xml(random: Random): Body {
  const depth = random(20) === 0 ? 5_000 : random(8);
  const head = one(['', '<?xml version="1.0"?>', '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'], random);
  const text = `${head}${'<a b="c">'.repeat(depth)}${one(VALUES, random)}&e;${'</a>'.repeat(depth)}`;
  return { type: one(['text/xml', 'application/xml', 'application/soap+xml'], random), bytes: Buffer.from(text) };
}

function binary(random: Random): Body {
  const bytes = Buffer.alloc(random(random(30) === 0 ? 400_000 : 2_000));
  for (let at = 0; at < bytes.length; at++) bytes[at] = random(256);
  return { type: one(['application/octet-stream', 'image/png', '', 'text/plain'], random), bytes };
}

const kinds = [form, multipart, json, xml, binary];
