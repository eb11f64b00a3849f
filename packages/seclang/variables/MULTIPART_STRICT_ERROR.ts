import { flag, single, type Variable } from './variable.ts';

/** MULTIPART_STRICT_ERROR: 1 where any other MULTIPART_* flag but UNMATCHED_BOUNDARY is set or the processor failed (phase 2). */
export const MULTIPART_STRICT_ERROR: Variable = single((facts) => {
  const flags = facts.multipart;
  if (flags === undefined) return '0';
  const { unmatchedBoundary: _lenient, crlfLfLines: _mixed, ...strict } = flags;
  return flag(facts.multipartError || Object.values(strict).includes(true));
});
