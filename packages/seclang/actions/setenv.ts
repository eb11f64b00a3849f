import { foldAscii } from '../prefilter/necessary.ts';
import { Entry } from '../transaction/entry.ts';
import { compileMacro } from '../transaction/macro.ts';
import { type Action, ActionRefusal } from './action.ts';

/**
 * setenv: sets a variable of ENV, which the host application may read.
 *
 * @example setenv:attack=1
 */
export const setenv: Action = {
  argument: 'required',
  apply(rule, argument) {
    const found = /^([^=]+)(?:=(.*))?$/s.exec(argument);
    if (found === null) throw new ActionRefusal(`'${argument}' is not name=value`);
    const name = compileMacro(found[1]!.replace(/^!/, ''));
    const value = compileMacro(found[2] ?? '');
    const remove = argument.startsWith('!');
    rule.effects.push((state) => {
      const key = name.expand(state.facts);
      if (remove) state.facts.environment.delete(foldAscii(key));
      else state.facts.environment.set(foldAscii(key), new Entry(key, value.expand(state.facts)));
    });
  },
};
