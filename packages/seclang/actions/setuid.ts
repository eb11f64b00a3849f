import { compileMacro } from '../transaction/macro.ts';
import type { Action } from './action.ts';

/**
 * setuid: opens the USER collection under a key, which USERID then holds.
 *
 * @example setuid:%{REQUEST_COOKIES.id}
 */
export const setuid: Action = {
  argument: 'required',
  apply(rule, argument) {
    const key = compileMacro(argument);
    rule.effects.push((state) => {
      state.facts.userId = key.expand(state.facts);
      state.openCollection('user', state.facts.userId);
    });
  },
};
