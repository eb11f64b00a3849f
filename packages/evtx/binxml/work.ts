import { ARRAY, ITEM_BYTES, TYPE } from '../values/types.ts';

/**
 * What rendering costs, in work units of about a nanosecond on a server of 2020. Estimates on the safe side: only
 * their sum over a record or chunk matters, as a bound that does not depend on the machine.
 */
const OPERATION = 300;
const VALUE = 100;
const ITEM = 60;
/** Types whose text takes more than a copy. */
const EXTRA: ReadonlyMap<number, number> = new Map([
  [TYPE.ansiString, 800],
  [TYPE.int64, 100],
  [TYPE.uint64, 100],
  [TYPE.real32, 500],
  [TYPE.real64, 300],
  [TYPE.guid, 300],
  [TYPE.filetime, 300],
  [TYPE.systemtime, 600],
  [TYPE.sid, 700],
]);
const valueWorkOf: Uint16Array = Uint16Array.from(
  { length: 256 },
  (_, type) => VALUE + (EXTRA.get(type & ~ARRAY) ?? 0),
);

/** Work units of operations with so many characters of constant text. */
export function operationWork(operations: number, characters: number): number {
  return operations * OPERATION + characters;
}

/** Work units to write one value once. */
export function valueWork(type: number, size: number): number {
  const one = valueWorkOf[type]!;
  if ((type & ARRAY) === 0) return one + size;
  const items = size / (ITEM_BYTES[type & ~ARRAY]! || 1);
  return VALUE + size + items * (ITEM + one - VALUE);
}
