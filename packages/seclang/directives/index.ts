import type { Directive } from './directive.ts';
import { RULE_DIRECTIVES } from './rules.ts';
import { SETTING_DIRECTIVES } from './settings.ts';

/** Every directive with an effect under its name in lower case; `Include` belongs to the loader. */
export const DIRECTIVES: ReadonlyMap<string, Directive> = new Map([
  ...Object.entries(RULE_DIRECTIVES),
  ...Object.entries(SETTING_DIRECTIVES),
]);
