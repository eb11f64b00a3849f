const PERIOD =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;

/** What a written time covers: `2026-01` is a month, `2026-01-02T03:04` a minute. */
export interface Period {
  /** Milliseconds since the epoch, inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** The period of an ISO 8601 text, UTC where it names no zone; `undefined` where it is none. */
export function periodOf(text: string): Period | undefined {
  const parts = PERIOD.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = parts;
  const ms = (fraction ?? '0').padEnd(3, '0').slice(0, 3);
  const iso = `${year}-${month ?? '01'}-${day ?? '01'}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}.${ms}${zone ?? 'Z'}`;
  const from = Date.parse(iso);
  if (Number.isNaN(from)) return undefined;
  if (month === undefined) return { from, to: Date.UTC(Number(year) + 1, 0) };
  if (day === undefined) return { from, to: Date.UTC(Number(year), Number(month)) };
  const length =
    fraction !== undefined
      ? 1
      : second !== undefined
        ? 1_000
        : minute !== undefined
          ? 60_000
          : hour !== undefined
            ? 3_600_000
            : 86_400_000;
  return { from, to: from + length };
}
