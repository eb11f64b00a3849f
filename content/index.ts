export { DEMO_SECONDS, DEMO_STEPS, type DemoLine, type DemoStep, demoLines } from './demo/demo-lines.ts';
export { maskingRules, readMaskingRules } from './masking.ts';
export { type RuleTexts, ruleTexts } from './rule-texts.ts';
export { builtinRules, type RuleFile } from './rules.ts';
export { wafRuleFiles } from './waf.ts';
