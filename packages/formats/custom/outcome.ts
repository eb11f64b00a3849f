/** What a line gave: its fields, or where it stopped to match. */
export type ExpressionOutcome =
  | { readonly matched: true; readonly fields: ReadonlyMap<string, string | number> }
  | {
      readonly matched: false;
      /** UTF-16 units of the line that were still as the expression says. */
      readonly at: number;
      /** What the expression has next: text, or an element of a grok expression; empty where the line should have ended. */
      readonly awaited: string;
      /** UTF-16 units of a grok expression whose elements still matched. */
      readonly matchedTo?: number;
    };
