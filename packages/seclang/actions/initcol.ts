import { compileMacro } from '../transaction/macro.ts';
import { type Action, ActionRefusal } from './action.ts';
import { persistentCollection } from './collections.ts';

/**
 * initcol: opens a persistent collection under a key.
 *
 * @example initcol:ip=%{REMOTE_ADDR}
 */
export const initcol: Action = {
  argument: 'required',
  apply(rule, argument) {
    const found = /^([A-Za-z]+)=(.+)$/s.exec(argument);
    if (found === null) throw new ActionRefusal(`'${argument}' is not collection=key`);
    const target = persistentCollection(found[1]!);
    const key = compileMacro(found[2]!);
    rule.effects.push((state) => state.openCollection(target, key.expand(state.facts)));
  },
};
