import { ApiError } from '../../api/error.ts';

/** A mistake in a query: what, what to do, and the characters it concerns. */
export interface Mistake {
  readonly message: string;
  readonly remedy: string | undefined;
  /** 0-based, `to` exclusive. */
  readonly from: number;
  readonly to: number;
}

/** Reads the place out of the error `query_syntax` (`where`: `START-END` in UTF-16 units); others are no syntax errors. */
export function syntaxError(error: unknown): Mistake | undefined {
  if (!(error instanceof ApiError) || error.code !== 'query_syntax') return undefined;
  const [from = 0, to = Number.MAX_SAFE_INTEGER] = (error.where ?? '').split('-').filter(Boolean).map(Number);
  return { message: error.message, remedy: error.remedy, from, to };
}
