import { integerOf } from '../operators/integer.ts';
import { compileMacro } from '../transaction/macro.ts';
import { type Action, ActionRefusal } from './action.ts';
import { persistentCollection } from './collections.ts';

/**
 * expirevar: removes a variable of a persistent collection after some seconds.
 *
 * @example expirevar:ip.blocked=60
 */
export const expirevar: Action = {
  argument: 'required',
  apply(rule, argument) {
    const found = /^([A-Za-z]+)[.:]([^=]+)=(.+)$/s.exec(argument);
    if (found === null) throw new ActionRefusal(`'${argument}' is not collection.name=seconds`);
    const target = persistentCollection(found[1]!);
    const name = compileMacro(found[2]!);
    const seconds = compileMacro(found[3]!);
    rule.effects.push((state) =>
      state.expireVariable(target, name.expand(state.facts), integerOf(seconds.expand(state.facts))),
    );
  },
};
