import type { EcsEndpoint } from '@haechi/event';
import { ipv4Of, ipv6Into } from './address-number.ts';

/** An autonomous system as ECS has it. */
export type EcsAs = NonNullable<EcsEndpoint['as']>;

/** The autonomous system that announces a public address; `undefined` where none does. */
export type AsOf = (ip: string) => EcsAs | undefined;

/**
 * Ranges of addresses with their autonomous systems, in order and apart, as flat memory: half a million objects would cost
 * several times as much, and could not be read from a file in some milliseconds.
 */
export interface AsTable {
  readonly ipv4Starts: Uint32Array;
  /** Last addresses. */
  readonly ipv4Ends: Uint32Array;
  /** Of each range, the place of its system in `numbers`. */
  readonly ipv4Systems: Uint32Array;
  /** Four words an address. */
  readonly ipv6Starts: Uint32Array;
  readonly ipv6Ends: Uint32Array;
  readonly ipv6Systems: Uint32Array;
  /** AS numbers. */
  readonly numbers: Uint32Array;
  /** Of each system, where its name ends in `names`. */
  readonly nameEnds: Uint32Array;
  /** UTF-8. */
  readonly names: Uint8Array;
}

/** Looks addresses up by binary search. What it gives is shared and frozen: one object a system. */
export function asTableLookUp(table: AsTable): AsOf {
  const made: (EcsAs | undefined)[] = new Array<EcsAs | undefined>(table.numbers.length);
  const words = new Uint32Array(4);
  return (ip) => {
    const system = systemOf(table, ip, words);
    return system === undefined ? undefined : (made[system] ??= asAt(table, system));
  };
}

function asAt({ numbers, nameEnds, names }: AsTable, system: number): EcsAs {
  const from = system === 0 ? 0 : nameEnds[system - 1]!;
  const name = Buffer.from(names.buffer, names.byteOffset, names.length).toString('utf8', from, nameEnds[system]);
  const number = numbers[system]!;
  return Object.freeze(name === '' ? { number } : { number, organization: Object.freeze({ name }) });
}

function systemOf(table: AsTable, ip: string, words: Uint32Array): number | undefined {
  const number = ipv4Of(ip);
  if (number !== undefined) {
    const at = lastFrom4(table.ipv4Starts, number);
    return at >= 0 && number <= table.ipv4Ends[at]! ? table.ipv4Systems[at] : undefined;
  }
  if (!ipv6Into(ip, words)) return undefined;
  const at = lastFrom6(table.ipv6Starts, words);
  return at >= 0 && compare6(table.ipv6Ends, at, words) >= 0 ? table.ipv6Systems[at] : undefined;
}

/** The last range that starts at the address or before it; -1 where none does. */
function lastFrom4(starts: Uint32Array, number: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= number) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function lastFrom6(starts: Uint32Array, words: Uint32Array): number {
  let low = 0;
  let high = starts.length / 4;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare6(starts, middle, words) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Below 0 where the address in the table is the smaller one. */
function compare6(addresses: Uint32Array, at: number, words: Uint32Array): number {
  for (let word = 0; word < 4; word++) {
    const difference = addresses[at * 4 + word]! - words[word]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
