export { toClickHouse } from './convert/clickhouse.ts';
export { NotConvertible } from './convert/errors.ts';
export {
  type CorrelationMatch,
  type Correlator,
  correlator,
  type FedMatch,
  type FeedContext,
} from './correlate/correlator.ts';
export type { CorrelationSnapshot } from './correlate/snapshot.ts';
export type { CorrelationCounters } from './correlate/state.ts';
export type { RuleError, RuleErrorCode } from './errors.ts';
export { RULE_ERROR_CODES } from './errors.ts';
export { type Explained, type Explanation, explain } from './explain/explain.ts';
export type { EventRecord } from './fields/source.ts';
export type { RuleCounters } from './match/counters.ts';
export { type CompileOptions, compile, type Matcher, type RuleMatch } from './match/matcher.ts';
export type { CorrelationRule, DetectionRule, FilterRule, SigmaRule } from './model.ts';
export { packRules, unpackRules } from './pack/packed-rules.ts';
export { type ParsedRules, type ParseOptions, parseRules } from './parse/rules.ts';
export { SUPPORT } from './support.ts';
