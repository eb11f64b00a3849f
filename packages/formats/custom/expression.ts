import { compileDissect } from '../dissect/compile.ts';
import { dissectLimits } from '../dissect/limits.ts';
import { compileGrok } from '../grok/compile.ts';
import type { ExpressionOutcome } from './outcome.ts';

/** The two languages in which a tenant may say how its lines are read. */
export const EXPRESSION_KINDS = ['grok', 'dissect'] as const;
export type ExpressionKind = (typeof EXPRESSION_KINDS)[number];

/** A compiled expression of either kind. */
export interface Expression {
  /** Characters of the longest line that it reads. */
  readonly lineChars: number;
  /** The fields of a line, or undefined where it does not match or is too long. */
  read(line: string): ReadonlyMap<string, string | number> | undefined;
  /** The same, and where a line stopped to match. */
  explain(line: string): ExpressionOutcome;
}

/** @throws ExpressionError `grok_invalid`, `dissect_invalid` */
export function compileExpression(kind: ExpressionKind, expression: string): Expression {
  if (kind === 'grok') return compileGrok(expression);
  const dissect = compileDissect(expression);
  return {
    lineChars: dissectLimits.lineChars,
    explain: dissect,
    read(line) {
      const outcome = dissect(line);
      return outcome.matched ? outcome.fields : undefined;
    },
  };
}
