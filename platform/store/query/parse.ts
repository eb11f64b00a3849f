import type { Bound, Comparison, Pattern, QueryNode } from './ast.ts';
import { QUERY_LIMITS } from './limits.ts';
import { Scanner } from './scan.ts';
import { QuerySyntaxError } from './syntax-error.ts';

/**
 * Reads a query of docs/search.md.
 *
 * @throws QuerySyntaxError with the place
 * @example parseQuery('source.ip:10.0.0.0/8 and message:"union select"')
 */
export function parseQuery(text: string): QueryNode {
  if (text.length > QUERY_LIMITS.characters) {
    const span = { start: QUERY_LIMITS.characters, end: text.length };
    throw new QuerySyntaxError('too_long', span, { limit: QUERY_LIMITS.characters });
  }
  return new Parser(text).query();
}

/** Reads one operand: a condition, or a value of a field. */
type Operand = () => QueryNode;

class Parser {
  readonly #scan: Scanner;
  #depth = 0;
  #conditions = 0;

  constructor(text: string) {
    this.#scan = new Scanner(text);
  }

  query(): QueryNode {
    this.#scan.skipSpace();
    if (this.#scan.end) return node({ kind: 'everything' });
    const query = this.#or(() => this.#condition());
    if (!this.#scan.end) throw this.#fault('unexpected_parenthesis', 1);
    return query;
  }

  #or(operand: Operand): QueryNode {
    const nodes = [this.#and(operand)];
    while (this.#scan.takeWord('or')) nodes.push(this.#and(operand));
    return nodes.length === 1 ? (nodes[0] as QueryNode) : node({ kind: 'or', nodes: Object.freeze(nodes) });
  }

  #and(operand: Operand): QueryNode {
    const nodes = [this.#not(operand)];
    while (this.#scan.takeWord('and') || this.#operandFollows()) nodes.push(this.#not(operand));
    return nodes.length === 1 ? (nodes[0] as QueryNode) : node({ kind: 'and', nodes: Object.freeze(nodes) });
  }

  #operandFollows(): boolean {
    const start = this.#scan.position;
    const follows = !this.#scan.end && this.#scan.peek() !== ')' && !this.#scan.takeWord('or');
    this.#scan.position = start;
    return follows;
  }

  #not(operand: Operand): QueryNode {
    this.#scan.skipSpace();
    if (!this.#scan.takeWord('not')) return this.#operand(operand);
    return this.#deeper(() => node({ kind: 'not', node: this.#not(operand) }));
  }

  /** An operand or a parenthesis of them, with the space behind it. */
  #operand(operand: Operand): QueryNode {
    const start = this.#scan.position;
    let read: QueryNode;
    if (this.#scan.take('(')) {
      read = this.#deeper(() => this.#or(operand));
      if (!this.#scan.take(')')) throw new QuerySyntaxError('unclosed_parenthesis', { start, end: start + 1 });
    } else {
      this.#conditions += 1;
      if (this.#conditions > QUERY_LIMITS.conditions)
        throw this.#fault('too_many_conditions', 1, { limit: QUERY_LIMITS.conditions });
      read = operand();
    }
    this.#scan.skipSpace();
    return read;
  }

  #deeper<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > QUERY_LIMITS.depth) throw this.#fault('too_deep', 1, { limit: QUERY_LIMITS.depth });
    this.#scan.skipSpace();
    const result = read();
    this.#depth -= 1;
    return result;
  }

  #condition(): QueryNode {
    this.#refuseOperator();
    const start = this.#scan.position;
    const named = this.#scan.takeField();
    if (named === undefined) return this.#freeText();
    const { field, operator } = named;
    this.#scan.skipSpace();
    if (operator !== ':') return this.#comparison(field, operator as Comparison, start);
    if (this.#scan.peek() !== '(') return this.#value(field, start);
    return this.#operand(() => this.#value(field, this.#scan.position));
  }

  #freeText(): QueryNode {
    const start = this.#scan.position;
    const pattern = this.#pattern();
    if (pattern === undefined) throw this.#fault('missing_operand', 1);
    if (pattern.every((piece) => piece === '')) return node({ kind: 'everything' });
    return node({ kind: 'text', pattern, span: this.#scan.span(start) });
  }

  #value(field: string, start: number): QueryNode {
    this.#refuseOperator();
    const opening = this.#scan.peek();
    if (opening === '[' || opening === '{') return this.#range(field, start);
    for (const operator of ['>=', '<=', '>', '<'] as const) {
      if (this.#scan.take(operator)) return this.#comparison(field, operator, start);
    }
    const pattern = this.#pattern();
    if (pattern === undefined) throw this.#fault('missing_value', 0, { field });
    const span = this.#scan.span(start);
    return pattern.length > 1 && pattern.every((piece) => piece === '')
      ? node({ kind: 'exists', field, span })
      : node({ kind: 'match', field, pattern, span });
  }

  #pattern(): Pattern | undefined {
    const phrase = this.#scan.takeQuoted();
    const pattern = phrase === undefined ? this.#scan.takePattern() : [phrase];
    return pattern && Object.freeze(pattern);
  }

  #comparison(field: string, operator: Comparison, start: number): QueryNode {
    this.#scan.skipSpace();
    const value = this.#literal(field, '');
    if (value === undefined) throw this.#fault('missing_value', 0, { field });
    const bound = Object.freeze({ value, inclusive: operator.endsWith('=') });
    const span = this.#scan.span(start);
    return node({ kind: 'range', field, ...(operator.startsWith('>') ? { from: bound } : { to: bound }), span });
  }

  /** `[a TO b]` with its ends, `{a TO b}` without, also mixed; `*` leaves a side open. */
  #range(field: string, start: number): QueryNode {
    const opening = this.#scan.position;
    const fromInclusive = this.#scan.take('[');
    if (!fromInclusive) this.#scan.take('{');
    const from = this.#bound(field, fromInclusive);
    if (!this.#scan.takeWord('to')) throw this.#fault('missing_to', 1);
    const to = this.#bound(field, true);
    const toInclusive = this.#scan.take(']');
    if (!toInclusive && !this.#scan.take('}'))
      throw new QuerySyntaxError('unclosed_range', { start: opening, end: opening + 1 });
    const span = this.#scan.span(start);
    if (from === undefined && to === undefined) return node({ kind: 'exists', field, span });
    return node({
      kind: 'range',
      field,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to: Object.freeze({ ...to, inclusive: toInclusive }) }),
      span,
    });
  }

  #bound(field: string, inclusive: boolean): Bound | undefined {
    this.#scan.skipSpace();
    if (this.#scan.take('*')) {
      this.#scan.skipSpace();
      return undefined;
    }
    const value = this.#literal(field, ']}');
    if (value === undefined) throw this.#fault('missing_value', 0, { field });
    this.#scan.skipSpace();
    return Object.freeze({ value, inclusive });
  }

  #literal(field: string, stops: string): string | undefined {
    const start = this.#scan.position;
    const phrase = this.#scan.takeQuoted();
    if (phrase !== undefined) return phrase;
    const pattern = this.#scan.takePattern(stops);
    if (pattern !== undefined && pattern.length > 1)
      throw new QuerySyntaxError('wildcard_in_range', this.#scan.span(start), { field });
    return pattern?.[0];
  }

  /** An operator where something to look for should stand: `a and or b`, `or b`. */
  #refuseOperator(): void {
    const start = this.#scan.position;
    if (this.#scan.takeWord('and') || this.#scan.takeWord('or')) {
      throw new QuerySyntaxError('missing_operand', this.#scan.span(start));
    }
  }

  #fault(reason: ConstructorParameters<typeof QuerySyntaxError>[0], length: number, values = {}): QuerySyntaxError {
    const start = this.#scan.position;
    return new QuerySyntaxError(reason, { start, end: start + length }, values);
  }
}

function node(fields: QueryNode): QueryNode {
  return Object.freeze(fields);
}
