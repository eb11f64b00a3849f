import { type Lang, langOf, text } from '@haechi/locales';
import { readRuleFolders } from '@haechi/platform/detect/rule-files.ts';
import { compile, correlator, parseRules, type RuleError, type SigmaRule } from '@haechi/sigma';
import { langOption, parse, program } from '../options.ts';
import { writeOut } from '../stdout.ts';

/** What a check found. */
interface CheckResult {
  readonly files: number;
  /** Rules that are in force, by kind. */
  readonly rules: Readonly<Record<SigmaRule['kind'], number>>;
  readonly rejected: readonly RuleError[];
}

/** `haechi sigma check PATH…`: exit 1 when a rule is rejected. */
export async function runCheck(argv: string[]): Promise<number> {
  const command = program('sigma check', 'Validates Sigma rules: rules, correlations and filters.')
    .argument('<path...>', 'rule files, or folders of them')
    .option('--json', 'one JSON object')
    .addOption(langOption());
  const exit = parse(command, argv);
  if (exit !== undefined) return exit;
  const options = command.opts<{ json?: true; lang?: Lang }>();
  const result = checkRules(await readRuleFolders(command.args));
  await writeOut(
    options.json ? `${JSON.stringify(result)}\n` : checkText(result, options.lang ?? langOf(process.env['LANG'])),
  );
  return result.rejected.length === 0 ? 0 : 1;
}

/** Parses, compiles and links rules as the server does. */
function checkRules(files: readonly { readonly path: string; readonly text: string }[]): CheckResult {
  const parsed = files.map(({ path, text: yaml }) => parseRules(yaml, { path }));
  const rules = parsed.flatMap((each) => each.rules);
  const matcher = compile(rules);
  const rejected = [...parsed.flatMap((each) => each.errors), ...matcher.rejected, ...correlator(rules).rejected];
  const left = new Set(
    rejected.flatMap(({ ruleId, code }) => (ruleId === undefined || code === 'duplicate_id' ? [] : [ruleId])),
  );
  const count = (kind: SigmaRule['kind']): number =>
    rules.filter((rule) => rule.kind === kind && !left.has(rule.id)).length;
  return {
    files: files.length,
    rules: { detection: matcher.rules.length, correlation: count('correlation'), filter: count('filter') },
    rejected,
  };
}

function checkText({ files, rules, rejected }: CheckResult, lang: Lang): string {
  const lines = rejected.map(
    ({ path = '', document, code, reason }) =>
      `${path}${document === undefined || document === 0 ? '' : ` (${document + 1})`}: ${code}: ${reason}`,
  );
  if (files === 0) lines.push(text(lang, 'sigma.no_files'));
  lines.push(text(lang, 'sigma.checked', { files, ...rules, rejected: rejected.length }));
  return `${lines.join('\n')}\n`;
}
