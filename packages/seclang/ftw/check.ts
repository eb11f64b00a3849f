import { RE2JS } from 're2js';
import type { Expectation } from './test-file.ts';

/** What came of a stage's request. */
export interface Outcome {
  /** Status of the response; `undefined` where the connection failed. */
  readonly status: number | undefined;
  readonly responseBody: string;
  /** Lines of the log in ModSecurity's form, and the ids in them. */
  readonly logLines: readonly string[];
  readonly ruleIds: ReadonlySet<number>;
}

/** Compares an outcome with what is expected; answers the first difference, or `undefined` where all is as expected. */
export function checkOutcome(expected: Expectation, outcome: Outcome): string | undefined {
  if (expected.expectError === true) return outcome.status === undefined ? undefined : 'expected a connection error';
  if (expected.status !== undefined && outcome.status !== expected.status)
    return `status ${outcome.status ?? 'none'}, expected ${expected.status}`;
  if (expected.responseContains !== undefined && !matches(expected.responseContains, outcome.responseBody))
    return `response does not contain ${expected.responseContains}`;
  const missing = expected.expectIds.filter((id) => !outcome.ruleIds.has(id));
  if (missing.length > 0) return `rules ${missing.join(', ')} did not fire`;
  const unwanted = expected.noExpectIds.filter((id) => outcome.ruleIds.has(id));
  if (unwanted.length > 0) return `rules ${unwanted.join(', ')} fired`;
  if (expected.isolated && outcome.ruleIds.size !== 1)
    return `rules ${[...outcome.ruleIds].join(', ')} fired, expected one`;
  const log = outcome.logLines.join('\n');
  if (expected.matchRegex !== undefined && !matches(expected.matchRegex, log))
    return `log does not match ${expected.matchRegex}`;
  if (expected.noMatchRegex !== undefined && matches(expected.noMatchRegex, log))
    return `log matches ${expected.noMatchRegex}`;
  return undefined;
}

/** go-ftw's patterns are Go's: RE2. */
function matches(pattern: string, text: string): boolean {
  return RE2JS.compile(pattern).matcher(text).find();
}
