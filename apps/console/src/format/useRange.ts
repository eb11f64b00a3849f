import { useCallback, useMemo, useState } from 'react';
import { type Range, type RangeParams, type RelativeRange, resolveRange } from './range.ts';

interface CurrentRange {
  readonly range: Range;
  /** Moves the end of a relative range to now. */
  readonly refresh: () => void;
}

/** The concrete range for the address's parameters; it stands still until they change or `refresh` is called. */
export function useRange(params: RangeParams, fallback: RelativeRange): CurrentRange {
  const [now, setNow] = useState(Date.now);
  const { range, from, to } = params;
  const resolved = useMemo(
    () =>
      resolveRange(
        { ...(range === undefined ? {} : { range }), ...(from === undefined || to === undefined ? {} : { from, to }) },
        fallback,
        now,
      ),
    [range, from, to, fallback, now],
  );
  return { range: resolved, refresh: useCallback(() => setNow(Date.now()), []) };
}
