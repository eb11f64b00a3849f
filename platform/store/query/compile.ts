import { type Fragment, join, sql } from '../events/sql.ts';
import { FREE_TEXT } from '../events/tables.ts';
import type { QueryNode } from './ast.ts';
import { fieldOf } from './fields.ts';
import { exists, freeText, match } from './match.ts';
import { parseQuery } from './parse.ts';
import { range } from './range.ts';

/**
 * A query text as a condition on `events`: true or false, never null, with every value a bound parameter.
 *
 * @throws QuerySyntaxError
 */
export function compileQuery(text: string): Fragment {
  return condition(parseQuery(text));
}

function condition(node: QueryNode): Fragment {
  switch (node.kind) {
    case 'everything':
      return sql`true`;
    case 'and':
      return sql`(${join(node.nodes.map(condition), ' AND ')})`;
    case 'or':
      return sql`(${join(node.nodes.map(condition), ' OR ')})`;
    case 'not':
      return sql`NOT (${condition(node.node)})`;
    case 'text':
      return freeText(node.pattern, FREE_TEXT);
    case 'exists':
      return exists(fieldOf(node.field));
    case 'match':
      return match(node);
    case 'range':
      return range(node);
  }
}
