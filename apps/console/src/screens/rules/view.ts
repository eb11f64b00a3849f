import type { Rule } from '@haechi/platform/api/schemas/rules.ts';
import type { RuleView } from './filter.ts';

/** The rules of a view: those that fired, those that never did, or all. */
export function viewOf(rules: readonly Rule[], view: RuleView): readonly Rule[] {
  switch (view) {
    case 'all':
      return rules;
    case 'fired':
      return rules.filter((rule) => rule.firedCount > 0);
    case 'never':
      return rules.filter((rule) => rule.firedCount === 0);
  }
}

/** The order in which a view starts. */
export function sortOf(view: RuleView): { readonly id: string; readonly desc: boolean }[] {
  return view === 'fired' ? [{ id: 'fired', desc: true }] : [];
}
