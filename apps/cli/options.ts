import { LANGS } from '@haechi/locales';
import { Command, CommanderError, Option } from 'commander';

/**
 * A commander program in the manner of the command contract: `--help` on stdout with exit 0, wrong usage on stderr as
 * `error[usage]: …` with exit 2.
 */
export function program(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .exitOverride()
    .configureOutput({
      outputError: (message, write) =>
        write(`error[usage]: ${message.replace(/^error: /, '').trim()}; run ./haechi ${name} --help\n`),
    });
}

/** Parses `argv`; answers the exit code to end with, or `undefined` to go on. */
export function parse(command: Command, argv: readonly string[]): number | undefined {
  try {
    command.parse(argv, { from: 'user' });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

/** `--lang`: the language of texts for a person. */
export function langOption(): Option {
  return new Option('--lang <lang>', 'language of texts').choices([...LANGS]);
}

/** Gathers an option that may be repeated. */
export function collect(value: string, all: string[]): string[] {
  return [...all, value];
}
