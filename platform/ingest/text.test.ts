import { expect, test } from 'vitest';
import { decodeText, linesOf } from './text.ts';

/** "로그인 실패" in CP949. */
const CP949 = Buffer.from([0xb7, 0xce, 0xb1, 0xd7, 0xc0, 0xce, 0x20, 0xbd, 0xc7, 0xc6, 0xd0]);

test('reads UTF-8, CP949, and replaces what is neither', () => {
  expect(decodeText(Buffer.from('로그인 실패'))).toBe('로그인 실패');
  expect(decodeText(CP949)).toBe('로그인 실패');
  expect(decodeText(Buffer.from([0x61, 0xff, 0x62]))).toBe('a\ufffdb');
});

test('each line is read in its own encoding; blank ones are left out', () => {
  const body = Buffer.concat([Buffer.from('첫째\r\n\n  \n'), CP949, Buffer.from('\nlast')]);
  expect(linesOf(body)).toEqual(['첫째', '로그인 실패', 'last']);
  expect(linesOf(Buffer.from('\n \n'))).toEqual([]);
});
