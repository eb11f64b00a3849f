import { ipv6Into } from './address-number.ts';
import type { AsTable } from './as-table.ts';

const NEWLINE = 10;
const COMMA = 44;
const ZERO = 48;

/**
 * Reads tables of ranges: `first,last,AS number,name` a line, in order of their addresses. Where two ranges overlap, the one
 * before stays; lines that are none are left out.
 *
 * @param ipv4 bytes of the table whose addresses are decimal numbers: a third of the time that dotted ones take
 * @param ipv6 bytes of the table whose addresses have colons
 */
export function readAsCsv(ipv4: Buffer, ipv6: Buffer): AsTable {
  const systems = new Systems();
  const four = readRanges(ipv4, 1, systems, numberInto);
  const six = readRanges(ipv6, 4, systems, colonsInto);
  return {
    ipv4Starts: four.starts,
    ipv4Ends: four.ends,
    ipv4Systems: four.systems,
    ipv6Starts: six.starts,
    ipv6Ends: six.ends,
    ipv6Systems: six.systems,
    ...systems.done(),
  };
}

/** Autonomous systems in the order in which they come; a number has one name, the first that is said. */
class Systems {
  readonly #places = new Map<number, number>();
  readonly #names: Buffer[] = [];

  /** @param from where the name begins in the line, as CSV */
  place(number: number, bytes: Buffer, from: number, to: number): number {
    let place = this.#places.get(number);
    if (place === undefined) {
      this.#places.set(number, (place = this.#names.length));
      this.#names.push(unquoted(bytes.subarray(from, to)));
    }
    return place;
  }

  done(): Pick<AsTable, 'numbers' | 'nameEnds' | 'names'> {
    let end = 0;
    const nameEnds = Uint32Array.from(this.#names, (name) => (end += name.length));
    return { numbers: Uint32Array.from(this.#places.keys()), nameEnds, names: Buffer.concat(this.#names) };
  }
}

function unquoted(name: Buffer): Buffer {
  if (name[0] !== 34) return name;
  return Buffer.from(name.toString('utf8', 1, name.length - 1).replaceAll('""', '"'));
}

interface Ranges {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly systems: Uint32Array;
}

/** Reads an address out of a line into words; false where it is none. */
type AddressReader = (bytes: Buffer, from: number, to: number, words: Uint32Array) => boolean;

/** @param width words of an address */
function readRanges(bytes: Buffer, width: number, known: Systems, into: AddressReader): Ranges {
  const most = count(bytes, NEWLINE) + 1;
  const starts = new Uint32Array(most * width);
  const ends = new Uint32Array(most * width);
  const systems = new Uint32Array(most);
  const start = new Uint32Array(width);
  const end = new Uint32Array(width);
  /** First address behind the last range. */
  const free = new Uint32Array(width);
  let full = false;
  let rows = 0;
  for (let at = 0; at < bytes.length && !full; ) {
    const first = cellEnd(bytes, at);
    const second = cellEnd(bytes, first + 1);
    const third = cellEnd(bytes, second + 1);
    // Where a cell is missing, the third comma is not in this line.
    const newline = bytes.indexOf(NEWLINE, at);
    const next = newline < 0 ? bytes.length : newline;
    const system = third < next ? numberOf(bytes, second + 1, third) : undefined;
    const isRange = system !== undefined && into(bytes, at, first, start) && into(bytes, first + 1, second, end);
    if (isRange && compare(end, free) >= 0 && compare(end, start) >= 0) {
      starts.set(compare(start, free) < 0 ? free : start, rows * width);
      ends.set(end, rows * width);
      systems[rows++] = known.place(system, bytes, third + 1, bytes[next - 1] === 13 ? next - 1 : next);
      free.set(end);
      full = !increase(free);
    }
    at = next + 1;
  }
  return {
    starts: starts.slice(0, rows * width),
    ends: ends.slice(0, rows * width),
    systems: systems.slice(0, rows),
  };
}

/** Where the comma behind a cell is, or the end of the line. */
function cellEnd(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== COMMA && bytes[at] !== NEWLINE) at++;
  return at;
}

function numberInto(bytes: Buffer, from: number, to: number, words: Uint32Array): boolean {
  const number = numberOf(bytes, from, to);
  if (number === undefined) return false;
  words[0] = number;
  return true;
}

function colonsInto(bytes: Buffer, from: number, to: number, words: Uint32Array): boolean {
  return ipv6Into(bytes.toString('latin1', from, to), words);
}

function count(bytes: Buffer, byte: number): number {
  let found = 0;
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) found++;
  return found;
}

/** A number of 32 bits: an address, or an AS number (RFC 6793). */
function numberOf(bytes: Buffer, from: number, to: number): number | undefined {
  let number = 0;
  for (let at = from; at < to; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    number = number * 10 + digit;
  }
  return to > from && number <= 0xffff_ffff ? number : undefined;
}

function compare(one: Uint32Array, other: Uint32Array): number {
  for (let word = 0; word < one.length; word++) {
    const difference = one[word]! - other[word]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** To the next address; false behind the last. */
function increase(words: Uint32Array): boolean {
  for (let word = words.length - 1; word >= 0; word--) {
    words[word] = words[word]! + 1;
    if (words[word] !== 0) return true;
  }
  return false;
}
