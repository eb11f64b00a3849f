import type { DetectionSources } from './detector.ts';
import type { RuleFile } from './rule-files.ts';
import { compileRulebook, type LoadedRule, type RejectedRule } from './rulebook.ts';

/** The rules in force. */
export interface RuleListing {
  readonly rules: readonly LoadedRule[];
  readonly rejected: readonly RejectedRule[];
}

/** Detection whose rules can be exchanged while events flow. */
export interface LiveDetection {
  listing(): RuleListing;
  /** Takes up changed packs, switches and exceptions. Calls that come while one runs share the next. */
  reload(): Promise<void>;
  /** What of these files would be loaded and refused; nothing is taken up. */
  check(files: readonly RuleFile[]): { rules: number; rejected: RejectedRule[] };
}

/**
 * Loads the rules and puts them in force; a reload that fails leaves the old ones as they are and throws.
 *
 * @param sources reads what is to be in force now
 * @param putInForce compiles them where events are matched
 */
export async function openDetection(
  sources: () => Promise<DetectionSources>,
  putInForce: (sources: DetectionSources) => Promise<RuleListing>,
): Promise<LiveDetection> {
  let listing = await putInForce(await sources());
  let running: Promise<void> | undefined;
  let again: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    listing = await putInForce(await sources());
  };
  const reload = (): Promise<void> => {
    if (running === undefined) {
      running = run().finally(() => {
        running = undefined;
      });
      return running;
    }
    again ??= running
      .catch(() => undefined)
      .then(() => {
        again = undefined;
        return reload();
      });
    return again;
  };
  return {
    listing: () => listing,
    reload,
    check(files) {
      const { rules, rejected } = compileRulebook([{ owner: '/', name: 'check', files }]);
      return { rules: rules.length, rejected: [...rejected] };
    },
  };
}
