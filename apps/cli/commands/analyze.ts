import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { builtinRules, ruleTexts } from '@haechi/content';
import { HaechiError } from '@haechi/event';
import { LANGS, type Lang, langOf, text } from '@haechi/locales';
import { analyse } from '@haechi/platform/analysis/analyse.ts';
import type { AnalysisFinding } from '@haechi/platform/analysis/protocol.ts';
import { readRuleFolders } from '@haechi/platform/detect/rule-files.ts';
import { REPORT_FORMATS, type ReportFormat, renderReport } from '@haechi/platform/report/index.ts';
import { cacheFolder } from '../analysis/cache-folder.ts';
import { progressLine } from '../analysis/progress.ts';
import { summaryText } from '../analysis/summary.ts';
import { parse, program } from '../options.ts';
import { writeOut } from '../stdout.ts';
import { VERSION } from '../version.ts';

interface Options {
  readonly rules: string[];
  readonly builtin: boolean;
  readonly json?: boolean;
  readonly report?: string;
  readonly lang?: Lang;
  readonly timeZone: string;
  readonly workers?: number;
}

/** Findings kept for the report and the summary at the end; more are counted and printed as they come. */
const KEPT_FINDINGS = 200_000;

/** `haechi analyze PATH…`: finds attacks in files and folders of mixed logs, without a server. */
export async function run(argv: string[]): Promise<number> {
  const command = program('analyze', 'Finds attacks in files and folders of mixed logs and EVTX, without a server.')
    .argument('<path...>', 'files or folders; .zip, .gz, .tar.gz and .zst are read')
    .option(
      '--rules <dir>',
      'folder of Sigma rules; may be repeated',
      (value: string, all: string[]) => [...all, value],
      [],
    )
    .option('--no-builtin', 'without the rules that come with Haechi')
    .option('--json', 'NDJSON: a finding a line, the summary last')
    .option('--report <file>', `write a report: ${REPORT_FORMATS.join(', ')} by the ending`)
    .option('--lang <lang>', 'language of texts: ko, en, ja')
    .option('--time-zone <zone>', 'IANA zone of times that carry none', 'UTC')
    .option('--workers <n>', 'worker threads', Number);
  const exit = parse(command, argv);
  if (exit !== undefined) return exit;
  const options = command.opts<Options>();
  if (options.lang !== undefined && !LANGS.includes(options.lang))
    return usage(`--lang ${options.lang}`, LANGS.join(', '));
  const format = options.report === undefined ? undefined : (path.extname(options.report).slice(1) as ReportFormat);
  if (format !== undefined && !REPORT_FORMATS.includes(format))
    return usage(`--report ${options.report}`, REPORT_FORMATS.join(', '));
  const lang = options.lang ?? langOf(process.env['LC_ALL'] ?? process.env['LANG']);

  const rules = [...(options.builtin ? builtinRules() : []), ...(await readRuleFolders(options.rules))];
  const kept: AnalysisFinding[] = [];
  const progress = progressLine(lang);
  const summary = await analyse(
    command.args,
    { mode: 'findings', rules, cache: cacheFolder(), timeZone: options.timeZone, now: Date.now() },
    {
      async finding(finding) {
        if (kept.length < KEPT_FINDINGS) kept.push(finding);
        if (options.json === true) await writeOut(`${JSON.stringify(finding)}\n`);
      },
      async reject(reject) {
        if (options.json === true) await writeOut(`${JSON.stringify(reject)}\n`);
        else process.stderr.write(`${reject.source}:${reject.record}: ${reject.reason}\n`);
      },
      lines: () => undefined,
      progress: (now) => progress.show(now),
    },
    options.workers,
  );
  progress.end();

  const titleOf = (finding: AnalysisFinding): string => ruleTexts(finding.rule_id)?.title[lang] ?? finding.title;
  await writeOut(
    options.json === true
      ? `${JSON.stringify({ type: 'summary', ...summary })}\n`
      : summaryText(summary, kept, titleOf, lang),
  );
  if (options.report !== undefined && format !== undefined) {
    const texts = Object.fromEntries(
      [...new Set(kept.map((finding) => finding.rule_id))].flatMap((id) => {
        const found = ruleTexts(id);
        return found === undefined ? [] : [[id, found]];
      }),
    );
    const report = await renderReport(
      'analysis',
      {
        generated: new Date().toISOString(),
        version: VERSION,
        rules: texts,
        inputs: command.args,
        summary,
        findings: kept,
      },
      { format, lang },
    );
    await writeFile(options.report, report.body).catch((cause: unknown) => {
      throw new HaechiError('report_write', {
        what: 'the report could not be written',
        where: options.report ?? '',
        remedy: 'give a path in a folder that exists and can be written',
        cause,
      });
    });
    process.stderr.write(`${text(lang, 'analyze.report_written', { file: options.report })}\n`);
  }
  return 0;
}

function usage(what: string, choices: string): number {
  process.stderr.write(`error[usage]: ${what} is not known; ./haechi analyze; use one of ${choices}\n`);
  return 2;
}
