import { fileURLToPath } from 'node:url';
import { runFtw } from '@haechi/waf/ftw/run-ftw.ts';
import { collect, parse, program } from '../options.ts';
import { writeOut } from '../stdout.ts';

const OWN_OVERRIDES = fileURLToPath(import.meta.resolve('@haechi/waf/ftw/crs-overrides.yaml'));

/** `haechi waf ftw DIR… --rules …`: exit 1 when a test fails. */
export async function runFtwCommand(argv: string[]): Promise<number> {
  const command = program('waf ftw', 'Runs go-ftw rule tests against the WAF over real sockets.')
    .argument('<dir...>', 'folders or files of tests')
    .requiredOption('--rules <file>', 'SecLang file or glob; may be repeated, order counts', collect, [])
    .option('--overrides <file>', 'go-ftw override file, in place of our own')
    .option('--json', 'NDJSON: a test a line, the summary last');
  const exit = parse(command, argv);
  if (exit !== undefined) return exit;
  const options = command.opts<{ rules: string[]; overrides?: string; json?: true }>();
  const counts = { pass: 0, fail: 0, skip: 0 };
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  for await (const line of runFtw(command.args, options.rules, options.overrides ?? OWN_OVERRIDES, log)) {
    counts[line.result]++;
    if (options.json) await writeOut(`${JSON.stringify(line)}\n`);
    else if (line.result !== 'pass') await writeOut(`${line.test}: ${line.result}: ${line.reason}\n`);
  }
  const ran = counts.pass + counts.fail;
  const percent = ran === 0 ? 0 : (counts.pass / ran) * 100;
  await writeOut(
    options.json
      ? `${JSON.stringify({ type: 'summary', ...counts, percent })}\n`
      : `${counts.pass} passed, ${counts.fail} failed, ${counts.skip} skipped: ${percent.toFixed(2)} %\n`,
  );
  return counts.fail === 0 && ran > 0 ? 0 : 1;
}
