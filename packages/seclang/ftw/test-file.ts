import { HaechiError } from '@haechi/event';
import { parse } from 'yaml';
import { expandTemplate } from './template.ts';

/** What a stage expects of the log and the response; what is missing is not checked. */
export interface Expectation {
  readonly status?: number;
  readonly responseContains?: string;
  readonly expectError?: boolean;
  readonly retryOnce: boolean;
  readonly expectIds: readonly number[];
  readonly noExpectIds: readonly number[];
  readonly matchRegex?: string;
  readonly noMatchRegex?: string;
  /** Only the expected rules may fire. */
  readonly isolated: boolean;
}

/** The request of a stage as written. Text is as in the file: encode it as UTF-8 to send it. */
export interface StageInput {
  readonly method: string;
  readonly uri: string;
  readonly version: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly data: string;
  /** Whole request in Base64, in place of all else. */
  readonly encodedRequest?: string;
  readonly autocompleteHeaders: boolean;
}

interface Stage {
  readonly input: StageInput;
  readonly output: Expectation;
}

/** One go-ftw test; `title` is `rule_id-test_id`. */
export interface FtwTest {
  readonly title: string;
  readonly ruleId: number;
  readonly testId: number;
  readonly stages: readonly Stage[];
}

/**
 * Reads a go-ftw test file (ftw-tests-schema 2). Throws `HaechiError` `ftw_test_malformed` where the text is no such file.
 *
 * Arguments: the YAML text and its path for messages. Returns: its tests in order.
 */
export function parseTestFile(text: string, path: string): FtwTest[] {
  const root = parse(text, { maxAliasCount: 0 }) as unknown;
  const ruleId = Number(field(root, 'rule_id') ?? /([0-9]+)\.ya?ml$/.exec(path)?.[1]);
  const tests = field(root, 'tests');
  if (!Array.isArray(tests) || Number.isNaN(ruleId)) throw malformed(path, 'rule_id or tests are missing');
  return tests.map((test: unknown): FtwTest => {
    const testId = Number(field(test, 'test_id'));
    const stages = field(test, 'stages');
    if (!Array.isArray(stages)) throw malformed(path, `test ${testId} has no stages`);
    return { title: `${ruleId}-${testId}`, ruleId, testId, stages: stages.map(stageOf) };
  });
}

function malformed(path: string, what: string): HaechiError {
  return new HaechiError('ftw_test_malformed', {
    what: `not a go-ftw test file: ${what}`,
    where: path,
    remedy: 'give files in the format of ftw-tests-schema 2',
  });
}

function stageOf(raw: unknown): Stage {
  // Schema 1 wraps each stage once more.
  const stage = field(raw, 'stage') ?? raw;
  return { input: inputOf(field(stage, 'input')), output: expectationOf(field(stage, 'output')) };
}

function inputOf(input: unknown): StageInput {
  const encodedRequest = field(input, 'encoded_request');
  const autocomplete = field(input, 'autocomplete_headers');
  const magic = field(input, 'stop_magic');
  return {
    method: text(field(input, 'method'), 'GET'),
    uri: text(field(input, 'uri'), '/'),
    version: text(field(input, 'version'), 'HTTP/1.1'),
    headers: headersOf(field(input, 'headers'), field(input, 'ordered_headers')),
    data: expandTemplate(text(field(input, 'data'), '')),
    ...(encodedRequest === undefined ? {} : { encodedRequest: String(encodedRequest) }),
    autocompleteHeaders: autocomplete === undefined ? magic !== true : autocomplete !== false,
  };
}

function headersOf(map: unknown, ordered: unknown): [string, string][] {
  const listed = Array.isArray(ordered)
    ? ordered.map((header): [string, string] => [text(field(header, 'name'), ''), text(field(header, 'value'), '')])
    : [];
  const named = map !== null && typeof map === 'object' ? Object.entries(map) : [];
  return [...named.map(([name, value]): [string, string] => [name, text(value, '')]), ...listed];
}

/** Older files keep log expectations beside `status`; newer ones below `log`. */
export function expectationOf(output: unknown): Expectation {
  const log = field(output, 'log');
  const status = field(output, 'status');
  const contains = field(output, 'response_contains');
  const error = field(output, 'expect_error');
  const match = field(log, 'match_regex') ?? field(output, 'log_contains');
  const noMatch = field(log, 'no_match_regex') ?? field(output, 'no_log_contains');
  return {
    ...(status === undefined ? {} : { status: Number(Array.isArray(status) ? status[0] : status) }),
    ...(contains === undefined ? {} : { responseContains: String(contains) }),
    ...(error === undefined ? {} : { expectError: error === true }),
    retryOnce: field(output, 'retry_once') === true,
    expectIds: idsOf(field(log, 'expect_ids') ?? field(log, 'expect_id')),
    noExpectIds: idsOf(field(log, 'no_expect_ids') ?? field(log, 'no_expect_id')),
    ...(match === undefined ? {} : { matchRegex: String(match) }),
    ...(noMatch === undefined ? {} : { noMatchRegex: String(noMatch) }),
    isolated: field(output, 'isolated') === true,
  };
}

function idsOf(value: unknown): number[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(Number);
}

function text(value: unknown, fallback: string): string {
  return value === undefined || value === null ? fallback : String(value);
}

function field(value: unknown, name: string): unknown {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
