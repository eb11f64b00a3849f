import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse, program } from '../options.ts';

/** Files beside the benchmarks that are none. */
const SHARED = new Set(['figures.ts', 'log-mix.ts']);

const folder = new URL('../../../test/bench/', import.meta.url);

/** `haechi bench NAME [--json]`: runs `test/bench/NAME.ts`, whose figures come with a floor or peer of the same run. */
export async function run(argv: string[]): Promise<number> {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !SHARED.has(file))
    .map((file) => file.slice(0, -'.ts'.length));
  const command = program('bench', 'Prints figures, each with its floor or peer from the same run.')
    .argument('<name>', `one of: ${names.join(', ')}`)
    .option('--json', 'print the figures as JSON')
    .allowUnknownOption()
    .allowExcessArguments();
  const exit = parse(command, argv);
  if (exit !== undefined) return exit;
  const [name = '', ...rest] = argv;
  const script = new URL(`${name}.ts`, folder);
  if (!names.includes(name) || !existsSync(script)) {
    process.stderr.write(`error[usage]: no benchmark '${name}'; test/bench; one of: ${names.join(', ')}\n`);
    return 2;
  }
  const child = spawn(process.execPath, [...process.execArgv, fileURLToPath(script), ...rest], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
