import { diskReader, loadRules, type Problem, type RuleReader, type RuleSet } from '@haechi/seclang';

/** `block`: rules act; `detect`: they only report. */
export type Mode = 'block' | 'detect';

/** Rules in force, or what is wrong with them. */
export type WafRules =
  | { readonly ruleset: RuleSet; readonly warnings: readonly Problem[] }
  | { readonly ruleset?: never; readonly errors: readonly Problem[] };

const MODE_FILE = 'haechi-mode.conf';

/** Loads rule files in their order. @param mode overrules the files' SecRuleEngine; without it, theirs holds */
export function readRules(files: readonly string[], mode: Mode | undefined): WafRules {
  if (mode === undefined) return loadRules(files, { reader: diskReader() });
  const setting = `SecRuleEngine ${mode === 'block' ? 'On' : 'DetectionOnly'}\n`;
  return loadRules([...files, MODE_FILE], { reader: withFile(diskReader(), MODE_FILE, setting) });
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
