import type { RuleSet } from '../index.ts';
import { checkOutcome, type Outcome } from './check.ts';
import { exchange } from './exchange.ts';
import { parseRequest } from './http.ts';
import { logLine } from './log-line.ts';
import { requestBytes } from './request.ts';
import type { FtwTest, StageInput } from './test-file.ts';

/** Result of one test: nothing, or the first difference with the stage it was found in. */
export interface FtwResult {
  readonly title: string;
  readonly passed: boolean;
  readonly reason?: string;
}

/** Sends a stage's request somewhere and tells what came of it. */
export type Send = (input: StageInput) => Outcome | Promise<Outcome>;

/** Runs a test stage by stage, trying a stage twice where the test says so. */
export async function runTest(test: FtwTest, send: Send): Promise<FtwResult> {
  for (const [index, { input, output }] of test.stages.entries()) {
    let difference = checkOutcome(output, await send(input));
    if (difference !== undefined && output.retryOnce) difference = checkOutcome(output, await send(input));
    if (difference !== undefined)
      return { title: test.title, passed: false, reason: `stage ${index + 1}: ${difference}` };
  }
  return { title: test.title, passed: true };
}

/** Sends requests straight to the engine, without a socket, with the suite's backend behind it. */
export function engineSend(ruleset: RuleSet): Send {
  return (input) => {
    const request = parseRequest(requestBytes(input));
    if (typeof request === 'number')
      return { status: request, responseBody: '', logLines: [], ruleIds: new Set<number>() };
    const { transaction, response } = exchange(ruleset, request);
    return {
      status: transaction.interruption?.status ?? response.status,
      responseBody: response.body.toString('utf8'),
      logLines: transaction.matchedRules.map(logLine),
      ruleIds: new Set(transaction.matchedRules.map((rule) => rule.id)),
    };
  };
}
