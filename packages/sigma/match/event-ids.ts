import type { Expr } from '../model.ts';

/**
 * The event ids outside of which the expression cannot be true, as text; `undefined` where it does not depend on one.
 * Lets a rule be left out of the groups of other events altogether.
 */
export function requiredEventIds(expr: Expr): ReadonlySet<string> | undefined {
  switch (expr.kind) {
    case 'and': {
      let found: ReadonlySet<string> | undefined;
      for (const each of expr.of) {
        const ids = requiredEventIds(each);
        if (ids !== undefined) found = found === undefined ? ids : new Set([...found].filter((id) => ids.has(id)));
      }
      return found;
    }
    case 'or': {
      const all = new Set<string>();
      for (const each of expr.of) {
        const ids = requiredEventIds(each);
        if (ids === undefined) return undefined;
        for (const id of ids) all.add(id);
      }
      return all;
    }
    case 'not':
      return undefined;
    case 'item':
    case 'search':
      return requiredEventIds(expr.of);
    case 'atom':
      return expr.field === 'EventID' && expr.test.kind === 'equals' ? new Set([expr.test.text]) : undefined;
  }
}
