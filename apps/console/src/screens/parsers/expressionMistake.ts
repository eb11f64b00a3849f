import { ApiError } from '../../api/error.ts';

/** What is wrong with an expression, and the characters it concerns. */
interface Mistake {
  readonly message: string;
  readonly from: number;
  readonly to: number;
}

/** Reads the place out of `grok_invalid` and `dissect_invalid` (`where`: `START-END`); others are no mistakes in it. */
export function expressionMistake(error: unknown): Mistake | undefined {
  if (!(error instanceof ApiError) || !/^(?:grok|dissect)_invalid$/.test(error.code)) return undefined;
  const [from = 0, to = from] = (error.where ?? '').split('-').map(Number);
  return { message: error.message, from, to };
}
