import { compileMacro } from '../transaction/macro.ts';
import type { Action } from './action.ts';

/**
 * setsid: opens the SESSION collection under a key, which SESSIONID then holds.
 *
 * @example setsid:%{REQUEST_COOKIES.id}
 */
export const setsid: Action = {
  argument: 'required',
  apply(rule, argument) {
    const key = compileMacro(argument);
    rule.effects.push((state) => {
      state.facts.sessionId = key.expand(state.facts);
      state.openCollection('session', state.facts.sessionId);
    });
  },
};
