import { compileMacro } from '../transaction/macro.ts';
import type { Action } from './action.ts';

/**
 * setrsc: opens the RESOURCE collection under a key.
 *
 * @example setrsc:%{REQUEST_COOKIES.id}
 */
export const setrsc: Action = {
  argument: 'required',
  apply(rule, argument) {
    const key = compileMacro(argument);
    rule.effects.push((state) => {
      state.facts.resourceId = key.expand(state.facts);
      state.openCollection('resource', state.facts.resourceId);
    });
  },
};
