import { TRANSFORMATIONS } from '../transformations/index.ts';
import { type Action, ActionRefusal } from './action.ts';

/**
 * t: adds a transformation; `t:none` drops those before it, inherited ones too.
 *
 * @example t:none,t:urlDecodeUni
 */
export const t: Action = {
  argument: 'required',
  apply(rule, argument) {
    const name = argument.toLowerCase();
    if (name === 'none') {
      rule.transformations = [];
      return;
    }
    if (!TRANSFORMATIONS.has(name)) throw new ActionRefusal(`unknown transformation '${argument}'`);
    rule.transformations.push(name);
  },
};
