import { HaechiError } from '@haechi/event';
import { type Lang, text } from '@haechi/locales';
import { COMMANDS } from './commands.ts';
import { errorLine, langAsked } from './error-line.ts';

/** `haechi COMMAND …`: finds the command, runs it, and turns faults into one line and an exit code. */
async function main(argv: readonly string[], lang: Lang): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(`${text(lang, 'cli.usage')}\n\n`);
    for (const command of COMMANDS)
      process.stdout.write(`  ${command.name.padEnd(10)} ${text(lang, `cli.commands.${command.name}`)}\n`);
    return name === undefined ? 2 : 0;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) {
    const error = new HaechiError('unknown_command', {
      what: `no command '${name}'`,
      remedy: 'run ./haechi --help for the list',
    });
    process.stderr.write(`${error.line()}\n`);
    return 2;
  }
  const { run } = await command.load();
  return run(rest);
}

const argv = process.argv.slice(2);
const lang = langAsked(argv, process.env);
try {
  process.exitCode = await main(argv, lang);
} catch (error) {
  const isOurs = error instanceof HaechiError;
  const line = isOurs
    ? errorLine(error, lang)
    : `error[internal]: ${error instanceof Error ? error.stack : String(error)}`;
  process.stderr.write(`${line}\n`);
  process.exitCode = isOurs && error.code === 'usage' ? 2 : 1;
}
