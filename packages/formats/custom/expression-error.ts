import { HaechiError } from '@haechi/event';

/** What can be wrong with an expression that a tenant wrote; each has a text of its own in every language. */
export type ExpressionReason =
  | 'too_long'
  | 'no_field'
  | 'unclosed'
  | 'adjacent'
  | 'bad_name'
  | 'named_twice'
  | 'append_first'
  | 'append_unnamed'
  | 'pad_without_text'
  | 'text_too_long'
  | 'too_many_fields'
  | 'unknown_pattern'
  | 'cannot_be_used'
  | 'bare_bracket'
  | 'bare_brace'
  | 'no_expression'
  | 'too_large';

/** Where in the expression: UTF-16 units, `end` exclusive. */
export interface ExpressionSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * An expression that is refused: HaechiError `grok_invalid` or `dissect_invalid`. `where` is `START-END` in UTF-16 units
 * of the expression, so that an editor can mark the place; `reason` and `values` give the message in any language.
 */
export class ExpressionError extends HaechiError {
  readonly reason: ExpressionReason;
  readonly span: ExpressionSpan;

  constructor(
    code: 'grok_invalid' | 'dissect_invalid',
    reason: ExpressionReason,
    span: ExpressionSpan,
    values: Readonly<Record<string, string | number>> = {},
  ) {
    super(code, {
      what: [reason.replaceAll('_', ' '), ...Object.values(values)].join(' '),
      where: `${span.start}-${span.end}`,
      values,
      remedy: code === 'grok_invalid' ? GROK_EXAMPLE : DISSECT_EXAMPLE,
    });
    this.name = 'ExpressionError';
    this.reason = reason;
    this.span = span;
  }
}

const GROK_EXAMPLE =
  'for example: %{IP:source.ip} %{USER:user.name} \\[%{INT:process.pid:int}\\] %{GREEDYDATA:message}';
const DISSECT_EXAMPLE =
  'write fields and the text between them, for example: %{source.ip} - %{user.name} [%{?time}] %{message}';
