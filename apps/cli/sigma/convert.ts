import { HaechiError } from '@haechi/event';
import { type Lang, langOf, text } from '@haechi/locales';
import { readRuleFolders } from '@haechi/platform/detect/rule-files.ts';
import { NotConvertible, parseRules, type SigmaRule, toClickHouse } from '@haechi/sigma';
import { langOption, parse, program } from '../options.ts';
import { writeOut } from '../stdout.ts';

const TARGETS = ['clickhouse'] as const;

/** A rule as a query, or why it is none. */
type Converted =
  | { readonly rule_id: string; readonly title: string; readonly query: string }
  | { readonly rule_id?: string; readonly title?: string; readonly path?: string; readonly error: string };

/** `haechi sigma convert RULE… --to clickhouse`: exit 1 when a rule cannot be converted. */
export async function runConvert(argv: string[]): Promise<number> {
  const command = program('sigma convert', 'Writes Sigma rules as queries over stored events.')
    .argument('<rule...>', 'rule files, or folders of them; filters among them are added to the rules they name')
    .requiredOption('--to <language>', `query language: ${TARGETS.join(', ')}`)
    .option('--json', 'one JSON object a rule')
    .addOption(langOption());
  const exit = parse(command, argv);
  if (exit !== undefined) return exit;
  const options = command.opts<{ to: string; json?: true; lang?: Lang }>();
  if (!TARGETS.some((target) => target === options.to)) {
    process.stderr.write(`error[usage]: no query language '${options.to}'; --to; one of: ${TARGETS.join(', ')}\n`);
    return 2;
  }
  const files = await readRuleFolders(command.args);
  if (files.length === 0)
    throw new HaechiError('rules_unreadable', {
      what: 'there are no rule files here',
      where: command.args.join(' '),
      remedy: 'give a .yml file or a folder of them',
    });
  const converted = convertAll(files);
  const lang = options.lang ?? langOf(process.env['LANG']);
  for (const each of converted) await writeOut(options.json ? `${JSON.stringify(each)}\n` : asText(each, lang));
  return converted.some((each) => 'error' in each) ? 1 : 0;
}

function convertAll(files: readonly { readonly path: string; readonly text: string }[]): Converted[] {
  const parsed = files.map((file) => parseRules(file.text, { path: file.path }));
  const rules = parsed.flatMap((each) => each.rules);
  const filters = rules.filter((rule) => rule.kind === 'filter');
  const rejected = parsed
    .flatMap((each) => each.errors)
    .map(
      ({ ruleId, path, code, reason }): Converted => ({
        ...(ruleId === undefined ? {} : { rule_id: ruleId }),
        ...(path === undefined ? {} : { path }),
        error: `${code}: ${reason}`,
      }),
    );
  return [...rules.flatMap((rule) => convertOne(rule, filters)), ...rejected];
}

function convertOne(rule: SigmaRule, filters: readonly Extract<SigmaRule, { kind: 'filter' }>[]): Converted[] {
  const { id: rule_id, title } = rule;
  if (rule.kind === 'filter') return [];
  if (rule.kind === 'correlation')
    return [
      {
        rule_id,
        title,
        error: 'not_convertible: a correlation is no search of single events; convert the rules it refers to',
      },
    ];
  try {
    return [{ rule_id, title, query: toClickHouse(rule, filters) }];
  } catch (error) {
    if (!(error instanceof NotConvertible)) throw error;
    return [{ rule_id, title, error: `not_convertible: ${error.message}` }];
  }
}

/** The query behind a comment with the rule's name: what is printed can be given to a client as it is. */
function asText(converted: Converted, lang: Lang): string {
  const name = [converted.title, converted.rule_id].filter(Boolean).join(' ').replace(/\s+/g, ' ');
  if ('query' in converted) return `-- ${name}\n${converted.query};\n\n`;
  const where = name === '' ? (converted.path ?? '') : name;
  return `-- ${where}: ${text(lang, 'sigma.not_converted', { reason: converted.error.replace(/\s+/g, ' ') })}\n\n`;
}
