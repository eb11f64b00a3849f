import { u16, u32, u64 } from '../layout.ts';
import type { AnsiDecoder } from './ansi.ts';
import { filetime, systemtime } from './filetime.ts';
import { guid } from './guid.ts';
import { realText, shortestSingle } from './real.ts';
import { sid, sidBytes } from './sid.ts';
import { ITEM_BYTES, TYPE } from './types.ts';

export type Scalar = string | number | boolean | null;

/** UTF-16LE text without the zero units that some providers leave at its end. Zero units inside are kept. */
export function utf16(bytes: Buffer, at: number, size: number): string {
  let end = at + (size & ~1);
  while (end > at && bytes[end - 1] === 0 && bytes[end - 2] === 0) end -= 2;
  return end === at ? '' : bytes.toString('utf16le', at, end);
}

function ansi(bytes: Buffer, at: number, size: number, decoder: AnsiDecoder): string {
  let end = at + size;
  while (end > at && bytes[end - 1] === 0) end--;
  for (let i = at; i < end; i++) if (bytes[i]! >= 0x80) return decoder.decode(bytes.subarray(at, end));
  return bytes.toString('latin1', at, end);
}

/** Bytes as upper-case hexadecimal digits: binary values, and values whose size does not fit their type. */
function binary(bytes: Buffer, at: number, size: number): string {
  return bytes.toString('hex', at, at + size).toUpperCase();
}

function hex64(bytes: Uint8Array, at: number): string {
  const high = u32(bytes, at + 4);
  const low = u32(bytes, at);
  return high === 0 ? `0x${low.toString(16)}` : `0x${high.toString(16)}${low.toString(16).padStart(8, '0')}`;
}

/** A 64-bit integer as a number where a double holds it exactly, else as its decimal digits. */
function wide(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

const view = new DataView(new ArrayBuffer(8));

function real(bytes: Uint8Array, at: number, size: 4 | 8): number {
  for (let i = 0; i < size; i++) view.setUint8(i, bytes[at + i]!);
  return size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
}

/**
 * One value as JSON has it: integers and finite reals as numbers, booleans as booleans, everything else as text; `null`
 * for the null type. Never throws: a size that does not fit the type gives the bytes as hexadecimal digits.
 */
export function jsonScalar(bytes: Buffer, type: number, at: number, size: number, decoder: AnsiDecoder): Scalar {
  const expected = ITEM_BYTES[type]!;
  if (expected !== 0 && expected !== size) return size === 0 ? null : binary(bytes, at, size);
  switch (type) {
    case TYPE.null:
      return null;
    case TYPE.string:
    case TYPE.xml:
      return utf16(bytes, at, size);
    case TYPE.ansiString:
      return ansi(bytes, at, size, decoder);
    case TYPE.int8:
      return (bytes[at]! << 24) >> 24;
    case TYPE.uint8:
      return bytes[at]!;
    case TYPE.int16:
      return (u16(bytes, at) << 16) >> 16;
    case TYPE.uint16:
      return u16(bytes, at);
    case TYPE.int32:
      return u32(bytes, at) | 0;
    case TYPE.uint32:
      return u32(bytes, at);
    case TYPE.int64:
      return wide(BigInt.asIntN(64, u64(bytes, at)));
    case TYPE.uint64: {
      const high = u32(bytes, at + 4);
      return high < 0x20_0000 ? high * 0x1_0000_0000 + u32(bytes, at) : u64(bytes, at).toString();
    }
    case TYPE.real32: {
      const value = real(bytes, at, 4);
      return Number.isFinite(value) ? shortestSingle(value) : realText(value, true);
    }
    case TYPE.real64: {
      const value = real(bytes, at, 8);
      return Number.isFinite(value) ? value : realText(value, false);
    }
    case TYPE.bool:
      return u32(bytes, at) !== 0;
    case TYPE.guid:
      return guid(bytes, at);
    case TYPE.size:
      return size === 4 || size === 8
        ? size === 4
          ? `0x${u32(bytes, at).toString(16)}`
          : hex64(bytes, at)
        : binary(bytes, at, size);
    case TYPE.filetime:
      return filetime(bytes, at);
    case TYPE.systemtime:
      return systemtime(bytes, at);
    case TYPE.sid:
      return sidBytes(bytes, at, at + size) === 0 ? binary(bytes, at, size) : sid(bytes, at);
    case TYPE.hex32:
      return `0x${u32(bytes, at).toString(16)}`;
    case TYPE.hex64:
      return hex64(bytes, at);
    default:
      return binary(bytes, at, size);
  }
}

/**
 * One value as XML text, not yet escaped. Differs from JSON as Windows does: GUIDs stand in braces, times have nine
 * digits, reals that are no numbers are named, and null is the empty text.
 */
export function xmlScalar(bytes: Buffer, type: number, at: number, size: number, decoder: AnsiDecoder): string {
  if (type === TYPE.filetime && size === 8) return `${filetime(bytes, at).slice(0, -1)}00Z`;
  if (type === TYPE.guid && size === 16) return `{${guid(bytes, at)}}`;
  if (type === TYPE.real32 && size === 4) return realText(real(bytes, at, 4), true);
  if (type === TYPE.real64 && size === 8) return realText(real(bytes, at, 8), false);
  const value = jsonScalar(bytes, type, at, size, decoder);
  return value === null ? '' : String(value);
}
