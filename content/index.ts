export { type RuleTexts, ruleTexts } from './rule-texts.ts';
export { builtinRules, type RuleFile } from './rules.ts';
