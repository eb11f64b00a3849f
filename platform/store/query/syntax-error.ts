import { HaechiError } from '@haechi/event';
import { text } from '@haechi/locales';
import type { Span } from './ast.ts';

/** What can be wrong with a query; the texts are `search.syntax.REASON` in the locales. */
export type SyntaxReason =
  | 'unclosed_quote'
  | 'unclosed_parenthesis'
  | 'unexpected_parenthesis'
  | 'missing_value'
  | 'missing_operand'
  | 'missing_to'
  | 'unclosed_range'
  | 'wildcard_in_range'
  | 'too_long'
  | 'too_many_conditions'
  | 'too_deep'
  | 'bad_number'
  | 'bad_address'
  | 'bad_time';

/**
 * A query that cannot be read: HaechiError `query_syntax`. `where` is `START-END` in UTF-16 units of the query text, so
 * that a search box can underline the place; `reason` and `values` give the message in any language.
 */
export class QuerySyntaxError extends HaechiError {
  readonly reason: SyntaxReason;
  readonly span: Span;

  constructor(reason: SyntaxReason, span: Span, values: Record<string, string | number> = {}) {
    super('query_syntax', {
      what: text('en', `search.syntax.${reason}`, values),
      where: `${span.start}-${span.end}`,
      values,
      remedy: text('en', 'search.remedy'),
    });
    this.name = 'QuerySyntaxError';
    this.reason = reason;
    this.span = span;
  }
}
