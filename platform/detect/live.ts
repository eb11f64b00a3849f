import { createDetector, type DetectionSources, type Detector, type EntitiesOf } from './detector.ts';
import type { RuleFile } from './rule-files.ts';
import { compileRulebook, type RejectedRule } from './rulebook.ts';

/** Detection whose rules can be exchanged while events flow. */
export interface LiveDetection {
  /** The detector in force; ask again each round. */
  current(): Detector;
  /** Takes up changed packs, switches and exceptions. Calls that come while one runs share the next. */
  reload(): Promise<void>;
  /** What of these files would be loaded and refused; nothing is taken up. */
  check(files: readonly RuleFile[]): { rules: number; rejected: RejectedRule[] };
}

/** Loads the rules and compiles them; a reload that fails leaves the rules in force as they are and throws. */
export async function openDetection(
  load: () => Promise<DetectionSources>,
  entitiesOf: EntitiesOf,
): Promise<LiveDetection> {
  let current = createDetector(await load(), entitiesOf);
  let running: Promise<void> | undefined;
  let again: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    current = createDetector(await load(), entitiesOf);
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
    current: () => current,
    reload,
    check(files) {
      const { rules, rejected } = compileRulebook([{ owner: '/', name: 'check', files }]);
      return { rules: rules.length, rejected: [...rejected] };
    },
  };
}
