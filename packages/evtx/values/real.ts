/**
 * Text of a floating point value as Windows' C runtime prints what has no digits: `1.#INF`, `-1.#INF`, `-1.#IND`.
 * Others as the shortest text that reads back as the same value; `single` rounds to what a 32-bit value can tell.
 */
export function realText(value: number, single: boolean): string {
  if (Number.isNaN(value)) return '-1.#IND';
  if (!Number.isFinite(value)) return value > 0 ? '1.#INF' : '-1.#INF';
  if (Object.is(value, -0)) return '-0';
  return String(single ? shortestSingle(value) : value);
}

/** The shortest decimal that rounds to the same 32-bit float: 0.1 instead of 0.10000000149011612. */
export function shortestSingle(value: number): number {
  for (let digits = 6; digits <= 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return candidate;
  }
  return value;
}
