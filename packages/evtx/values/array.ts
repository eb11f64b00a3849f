import type { AnsiDecoder } from './ansi.ts';

import { jsonScalar, type Scalar, xmlScalar } from './scalar.ts';
import { sidBytes } from './sid.ts';
import { ITEM_BYTES, TYPE } from './types.ts';

/**
 * Where the items of an array value lie, as pairs of offset and size. Strings end with a zero unit each; SIDs carry
 * their own length; the others have a fixed size. What is left over at the end is an item of its own, so no byte is
 * lost.
 */
function itemsOf(bytes: Buffer, type: number, at: number, size: number): number[] {
  const end = at + size;
  const items: number[] = [];
  if (type === TYPE.string) {
    let start = at;
    for (let i = at; i + 1 < end; i += 2) {
      if (bytes[i] !== 0 || bytes[i + 1] !== 0) continue;
      items.push(start, i - start);
      start = i + 2;
    }
    if (start + 1 < end) items.push(start, end - start);
    return items;
  }
  if (type === TYPE.ansiString) {
    let start = at;
    for (let i = at; i < end; i++) {
      if (bytes[i] !== 0) continue;
      items.push(start, i - start);
      start = i + 1;
    }
    if (start < end) items.push(start, end - start);
    return items;
  }
  let next = at;
  while (next < end) {
    const step = type === TYPE.sid ? sidBytes(bytes, next, end) : ITEM_BYTES[type]!;
    const fits = step !== 0 && next + step <= end;
    items.push(next, fits ? step : end - next);
    next = fits ? next + step : end;
  }
  return items;
}

/** The items of an array value, in order, each as `decode` gives it. */
function mapItems<T>(
  decode: (bytes: Buffer, type: number, at: number, size: number, decoder: AnsiDecoder) => T,
  bytes: Buffer,
  type: number,
  at: number,
  size: number,
  decoder: AnsiDecoder,
): T[] {
  const items = itemsOf(bytes, type, at, size);
  const out: T[] = [];
  for (let i = 0; i < items.length; i += 2) out.push(decode(bytes, type, items[i]!, items[i + 1]!, decoder));
  return out;
}

/** Items of an array of `type` (without the array bit) as JSON values. */
export function jsonItems(bytes: Buffer, type: number, at: number, size: number, decoder: AnsiDecoder): Scalar[] {
  return mapItems(jsonScalar, bytes, type, at, size, decoder);
}

/** Items of an array of `type` (without the array bit) as XML texts, not yet escaped. */
export function xmlItems(bytes: Buffer, type: number, at: number, size: number, decoder: AnsiDecoder): string[] {
  return mapItems(xmlScalar, bytes, type, at, size, decoder);
}
