import { compileExclusion } from '../compile/targets.ts';
import { parseTargets } from '../parse/targets.ts';
import type { RuleTest } from '../transaction/selection.ts';
import type { TransactionState } from '../transaction/state.ts';
import { type Action, ActionRefusal, type Effect, integerArgument } from './action.ts';
import { idRanges } from './idRanges.ts';

const PROCESSORS: ReadonlySet<string> = new Set(['URLENCODED', 'MULTIPART', 'JSON', 'XML', '']);

/** Options of `ctl`, in lower case, each compiling its value to an effect. */
const OPTIONS: ReadonlyMap<string, (value: string) => Effect> = new Map<string, (value: string) => Effect>([
  ['auditengine', (value) => set('auditEngine', oneOf(value, ['On', 'Off', 'RelevantOnly'] as const))],
  ['auditlogparts', auditLogParts],
  // Accepted so that rule sets load: there is no debug log.
  [
    'debugloglevel',
    (value) => {
      integerArgument(value, 0, 9);
      return () => undefined;
    },
  ],
  ['forcerequestbodyvariable', (value) => set('forceRequestBodyVariable', isOn(value))],
  ['requestbodyaccess', (value) => set('requestBodyAccess', isOn(value))],
  ['requestbodylimit', (value) => set('requestBodyLimit', integerArgument(value, 0, 4_294_967_295))],
  ['requestbodyprocessor', requestBodyProcessor],
  ['responsebodyaccess', (value) => set('responseBodyAccess', isOn(value))],
  ['responsebodylimit', (value) => set('responseBodyLimit', integerArgument(value, 0, 4_294_967_295))],
  ['ruleengine', (value) => set('engine', oneOf(value, ['On', 'Off', 'DetectionOnly'] as const))],
  ['ruleremovebyid', (value) => removeRules(byId(value))],
  ['ruleremovebymsg', (value) => removeRules((rule) => rule.msg === value)],
  ['ruleremovebytag', (value) => removeRules((rule) => rule.tags.includes(value))],
  ['ruleremovetargetbyid', (value) => removeTarget(value, byId)],
  ['ruleremovetargetbymsg', (value) => removeTarget(value, (msg) => (rule) => rule.msg === msg)],
  ['ruleremovetargetbytag', (value) => removeTarget(value, (tag) => (rule) => rule.tags.includes(tag))],
]);

/**
 * ctl: changes the configuration for the rest of the transaction. Options: auditEngine, auditLogParts, debugLogLevel,
 * forceRequestBodyVariable, requestBodyAccess, requestBodyLimit, requestBodyProcessor, responseBodyAccess,
 * responseBodyLimit, ruleEngine, ruleRemoveById, ruleRemoveByMsg, ruleRemoveByTag, ruleRemoveTargetById,
 * ruleRemoveTargetByMsg, ruleRemoveTargetByTag.
 *
 * @example ctl:ruleRemoveTargetById=942100;ARGS:comment
 */
export const ctl: Action = {
  argument: 'required',
  apply(rule, argument) {
    const equals = argument.indexOf('=');
    const option = (equals < 0 ? argument : argument.slice(0, equals)).trim();
    const compile = OPTIONS.get(option.toLowerCase());
    if (compile === undefined) throw new ActionRefusal(`ctl option '${option}' is not supported`);
    if (equals < 0) throw new ActionRefusal(`ctl option '${option}' needs a value`);
    rule.effects.push(compile(argument.slice(equals + 1).trim()));
  },
};

function set<
  Key extends
    | 'auditEngine'
    | 'forceRequestBodyVariable'
    | 'requestBodyAccess'
    | 'requestBodyLimit'
    | 'responseBodyAccess'
    | 'responseBodyLimit'
    | 'engine',
>(key: Key, value: TransactionState[Key]): Effect {
  return (state) => {
    state[key] = value;
  };
}

function oneOf<Word extends string>(value: string, words: readonly Word[]): Word {
  const found = words.find((word) => word.toLowerCase() === value.toLowerCase());
  if (found === undefined) throw new ActionRefusal(`'${value}' is not one of ${words.join(', ')}`);
  return found;
}

function isOn(value: string): boolean {
  return oneOf(value, ['On', 'Off'] as const) === 'On';
}

function auditLogParts(value: string): Effect {
  const change = /^([+-]?)([A-KZa-kz]+)$/.exec(value);
  if (change === null) throw new ActionRefusal(`'${value}' is not a list of audit log parts A to K and Z`);
  const parts = change[2]!.toUpperCase();
  return (state) => {
    const kept = change[1] === '' ? '' : state.auditLogParts.replace(new RegExp(`[${parts}]`, 'g'), '');
    state.auditLogParts = change[1] === '-' ? kept : kept + parts;
  };
}

function requestBodyProcessor(value: string): Effect {
  const processor = value.toUpperCase();
  if (!PROCESSORS.has(processor)) throw new ActionRefusal(`there is no body processor '${value}'`);
  return (state) => {
    state.facts.bodyProcessor = processor;
  };
}

function byId(value: string): RuleTest {
  const ranges = idRanges(value);
  return (rule) => ranges.some(([low, high]) => rule.id >= low && rule.id <= high);
}

function removeRules(test: RuleTest): Effect {
  return (state) => state.removeRules(test);
}

function removeTarget(value: string, test: (value: string) => RuleTest): Effect {
  const semicolon = value.indexOf(';');
  if (semicolon < 0) throw new ActionRefusal(`'${value}' needs rules and a variable parted by a semicolon`);
  const selected = test(value.slice(0, semicolon).trim());
  const exclusions = parseTargets(value.slice(semicolon + 1)).map(compileExclusion);
  return (state) => {
    for (const exclusion of exclusions) state.removeTarget(selected, exclusion);
  };
}
