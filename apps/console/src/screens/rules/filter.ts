import { LEVELS, type Level } from '@haechi/event';
import type { RuleView } from '@haechi/platform/api/schemas/rules.ts';

/** The views of the list; typed, because the schema's own list would bring its library along. */
export const RULE_VIEWS: readonly RuleView[] = ['all', 'fired', 'never', 'costly'];

/** The rule list's filter and the open rule, as kept in the address. */
export interface RuleSearch {
  readonly text?: string;
  readonly level?: Level;
  readonly enabled?: boolean;
  readonly view?: RuleView;
  /** Id of the rule shown in the drawer. */
  readonly rule?: string;
}

/** Keeps what is well-formed of a filter that came with an address. */
export function readRuleFilter(search: Record<string, unknown>): RuleSearch {
  const { text, enabled, rule } = search;
  const level = LEVELS.find((candidate) => candidate === search['level']);
  const view = RULE_VIEWS.find((candidate) => candidate === search['view']);
  return {
    ...(typeof text === 'string' && text !== '' ? { text: text.slice(0, 256) } : {}),
    ...(level === undefined ? {} : { level }),
    ...(typeof enabled === 'boolean' ? { enabled } : {}),
    ...(view === undefined ? {} : { view }),
    ...(typeof rule === 'string' || typeof rule === 'number' ? { rule: String(rule) } : {}),
  };
}
