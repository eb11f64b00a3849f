import { expect, test } from 'vitest';
import { type Line, LineCutter } from './lines.ts';

const shown = ({ bytes, start, end, cutBytes }: Line) =>
  `${start}-${end} ${bytes}${cutBytes > 0 ? ` cut ${cutBytes}` : ''}`;

function cut(text: string, pieceBytes: number, limit = 100): string[] {
  const cutter = new LineCutter(0, limit);
  const bytes = Buffer.from(text);
  const lines: Line[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) lines.push(...cutter.push(bytes.subarray(at, at + pieceBytes)));
  const rest = cutter.rest();
  if (rest !== undefined) lines.push(rest);
  expect(cutter.position).toBe(bytes.length);
  return lines.map(shown);
}

test.each([1, 2, 3, 7, 1000])('lines are the same whatever the pieces: %i bytes', (pieceBytes) => {
  expect(cut('a\nbcd\r\n\n한글\nlast', pieceBytes)).toEqual(['0-2 a', '2-7 bcd', '7-8 ', '8-15 한글', '15-19 last']);
});

test.each([1, 4, 1000])('a line is cut behind its limit, the next one is whole: pieces of %i bytes', (pieceBytes) => {
  expect(cut('12345\n123456\n1234567\nab\n123456', pieceBytes, 5)).toEqual([
    '0-6 12345',
    '6-13 12345 cut 1',
    '13-21 12345 cut 2',
    '21-24 ab',
    '24-30 12345 cut 1',
  ]);
});

test('offsets go on from the position', () => {
  const cutter = new LineCutter(100);
  expect([...cutter.push(Buffer.from('x\ny'))].map(shown)).toEqual(['100-102 x']);
  expect(cutter.hasRest).toBe(true);
  expect([...cutter.push(Buffer.from('z\n'))].map(shown)).toEqual(['102-105 yz']);
  expect(cutter.hasRest).toBe(false);
});

test('the gap that a truncation leaves under a writer is no part of the next line', () => {
  expect(cut(`${'\0'.repeat(500)}new\nnext`, 64, 100)).toEqual(['0-504 new', '504-508 next']);
});
