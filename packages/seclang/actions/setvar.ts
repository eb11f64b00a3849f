import { integerOf } from '../operators/integer.ts';
import { Entry } from '../transaction/entry.ts';
import { compileMacro } from '../transaction/macro.ts';
import { type Action, ActionRefusal } from './action.ts';
import { settableCollection } from './collections.ts';

/**
 * setvar: sets, changes or removes a variable: `tx.a=1`, `tx.a=+2`, `tx.a=-2`, `!tx.a`; macros in name and value.
 *
 * @example setvar:'tx.score=+%{tx.critical_anomaly_score}'
 */
export const setvar: Action = {
  argument: 'required',
  apply(rule, argument) {
    const found = /^(!?)([A-Za-z]+)[.:]([^=]+)(?:=(.*))?$/s.exec(argument);
    if (found === null) throw new ActionRefusal(`'${argument}' is not collection.name or collection.name=value`);
    const [, remove, collectionName, rawName, rawValue] = found;
    const target = settableCollection(collectionName!);
    const name = compileMacro(rawName!.trim());
    if (remove === '!') {
      rule.effects.push((state) => state.removeVariable(target, name.expand(state.facts)));
      return;
    }
    const value = compileMacro((rawValue ?? '1').replace(/^[+-](?=.)/s, ''));
    const sign = rawValue !== undefined && rawValue.length > 1 ? '+-'.indexOf(rawValue[0]!) : -1;
    if (sign < 0 && target === 'tx' && name.constant && value.constant) {
      // One entry for all transactions: what transformations make of it is then known as well.
      const entry = new Entry(name.source, value.source);
      rule.effects.push((state) => state.setTransactionVariable(entry));
      return;
    }
    if (sign < 0) {
      rule.effects.push((state) => state.setVariable(target, name.expand(state.facts), value.expand(state.facts)));
      return;
    }
    rule.effects.push((state) => {
      const key = name.expand(state.facts);
      const amount = integerOf(value.expand(state.facts));
      const before = integerOf(state.getVariable(target, key) ?? '0');
      state.setVariable(target, key, String(sign === 0 ? before + amount : before - amount));
    });
  },
};
