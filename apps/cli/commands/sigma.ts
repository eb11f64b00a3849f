import { runCheck } from '../sigma/check.ts';
import { runConvert } from '../sigma/convert.ts';
import { runExplain } from '../sigma/explain.ts';

const SUBCOMMANDS: Readonly<Record<string, (argv: string[]) => Promise<number>>> = {
  check: runCheck,
  convert: runConvert,
  explain: runExplain,
};

const HELP = `Usage: ./haechi sigma check PATH… | convert RULE… --to clickhouse | explain RULE EVENT

  check PATH…                     validates Sigma rules: every rejected one with its reason
  convert RULE… --to clickhouse   the query that finds in stored events what the rule matches
  explain RULE EVENT              why a rule matches an event, or which item does not

./haechi sigma check --help and so on tell more.
`;

/** `haechi sigma check|convert|explain`: Sigma rules without a server. */
export async function run(argv: string[]): Promise<number> {
  const [name = '', ...rest] = argv;
  if (name === '--help' || name === '-h') {
    process.stdout.write(HELP);
    return 0;
  }
  const subcommand = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
  if (subcommand !== undefined) return subcommand(rest);
  process.stderr.write(`error[usage]: no subcommand '${name}'; sigma; run ./haechi sigma --help\n`);
  return 2;
}
