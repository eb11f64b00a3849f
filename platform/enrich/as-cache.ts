import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { endianness } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { AsTable } from './as-table.ts';

/** Name of the file in the cache folder. */
export const AS_CACHE_FILE = 'asn.bin';
/** Changes with the form of the file. */
const FORM = 1;
/** Bytes of the header, filled up with spaces, so that the numbers behind it lie where typed arrays can. */
const HEADER_BYTES = 512;

/** The arrays of a table in the order in which they are in the file; bytes last, because numbers lie at multiples of four. */
const NUMBERS = [
  'ipv4Starts', 'ipv4Ends', 'ipv4Systems', 'ipv6Starts', 'ipv6Ends', 'ipv6Systems', 'numbers', 'nameEnds',
] as const satisfies readonly (keyof AsTable)[]; // biome-ignore format: one list

/** What a table was made of; a file of other data is not read. */
export interface AsSource {
  readonly version: string;
  /** Bytes of its tables. */
  readonly bytes: number;
}

interface Header extends AsSource {
  readonly form: number;
  readonly endianness: string;
  /** Numbers in each array, bytes of the names last. */
  readonly lengths: readonly number[];
  /** Of the lengths and of everything behind the header. */
  readonly crc32: number;
}

/** The table that is kept in a folder; `undefined` where there is none of this source, or it is damaged. */
export function readAsCache(folder: string, source: AsSource): AsTable | undefined {
  try {
    const file = readFileSync(path.join(folder, AS_CACHE_FILE));
    const header = JSON.parse(file.toString('utf8', 0, HEADER_BYTES)) as Header;
    const body = file.subarray(HEADER_BYTES);
    const isOurs =
      header.form === FORM &&
      header.endianness === endianness() &&
      header.version === source.version &&
      header.bytes === source.bytes &&
      header.crc32 === sumOf(header.lengths, body);
    return isOurs ? tableOf(body, header.lengths) : undefined;
  } catch {
    return undefined;
  }
}

function sumOf(lengths: readonly number[], body: Buffer): number {
  return crc32(body, crc32(lengths.join()));
}

function tableOf(body: Buffer, lengths: readonly number[]): AsTable {
  let at = body.byteOffset;
  const numbers = NUMBERS.map((name, index) => {
    const array = new Uint32Array(body.buffer as ArrayBuffer, at, lengths[index]);
    at += array.byteLength;
    return [name, array] as const;
  });
  const names = new Uint8Array(body.buffer, at, lengths[NUMBERS.length]);
  return { ...(Object.fromEntries(numbers) as Record<(typeof NUMBERS)[number], Uint32Array>), names };
}

/** Keeps a table: whole or not at all, readable by nobody else. What cannot be written only costs the next start time. */
export function keepAsCache(folder: string, source: AsSource, table: AsTable): void {
  const arrays: readonly (Uint32Array | Uint8Array)[] = [...NUMBERS.map((name) => table[name]), table.names];
  const body = Buffer.concat(arrays.map((array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength)));
  const lengths = arrays.map(({ length }) => length);
  const header: Header = {
    form: FORM,
    endianness: endianness(),
    version: source.version,
    bytes: source.bytes,
    lengths,
    crc32: sumOf(lengths, body),
  };
  const name = path.join(folder, AS_CACHE_FILE);
  const draft = `${name}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    return;
  }
  try {
    writeFileSync(draft, Buffer.concat([Buffer.from(JSON.stringify(header).padEnd(HEADER_BYTES)), body]), {
      mode: 0o600,
    });
    renameSync(draft, name);
  } catch {
    rmSync(draft, { force: true });
  }
}
