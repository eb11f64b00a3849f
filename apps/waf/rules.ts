import { policyRules, type SitePolicy } from '@haechi/policy';
import { diskReader, loadRules, type Problem, type RuleReader, type RuleSet } from '@haechi/seclang';

/** `block`: rules act; `detect`: they only report. */
export type Mode = 'block' | 'detect';

/** Rules in force, or what is wrong with them. */
export type WafRules =
  | { readonly ruleset: RuleSet; readonly warnings: readonly Problem[] }
  | { readonly ruleset?: never; readonly errors: readonly Problem[] };

const MODE_FILE = 'haechi-mode.conf';
const POLICY_FILE = 'haechi-policy.conf';

/**
 * Loads rule files in their order, after what the site's policy sets.
 *
 * @param mode overrules the files' SecRuleEngine; without it the policy's holds, then theirs
 */
export function readRules(files: readonly string[], mode: Mode | undefined, policy?: SitePolicy): WafRules {
  const acting = mode ?? policy?.mode;
  const all = [...(policy === undefined ? [] : [POLICY_FILE]), ...files, ...(acting === undefined ? [] : [MODE_FILE])];
  let reader = diskReader();
  if (policy !== undefined) reader = withFile(reader, POLICY_FILE, policyRules(policy));
  if (acting !== undefined)
    reader = withFile(reader, MODE_FILE, `SecRuleEngine ${acting === 'block' ? 'On' : 'DetectionOnly'}\n`);
  return loadRules(all, { reader });
}

function withFile(reader: RuleReader, name: string, text: string): RuleReader {
  return {
    read: (path) => (path === name ? Buffer.from(text) : reader.read(path)),
    expand: (pattern, from) => (pattern === name ? [name] : reader.expand(pattern, from)),
  };
}

/** A problem as one line: file, line, code, what is wrong. */
export function problemLine({ file, line, code, message }: Problem): string {
  return `${file}:${line}: ${code}: ${message}`;
}
