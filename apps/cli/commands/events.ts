import { analyse } from '@haechi/platform/analysis/analyse.ts';
import { checkAddressDatabases } from '@haechi/platform/enrich/address-facts.ts';
import { type AddressOptions, addressDatabases } from '../address-databases.ts';
import { cacheFolder } from '../analysis/cache-folder.ts';
import { parse, program } from '../options.ts';
import { writeOut } from '../stdout.ts';

/** `haechi events PATH…`: decodes as `analyze` does and prints the events themselves. */
export async function run(argv: string[]): Promise<number> {
  const command = program('events', 'Decodes files and folders of mixed logs and prints their events as NDJSON.')
    .argument('<path...>', 'files or folders; .zip, .gz, .tar.gz and .zst are read')
    .option('--json', 'NDJSON (the only form)')
    .option('--time-zone <zone>', 'IANA zone of times that carry none', 'UTC')
    .option('--enrich', 'add the country and the autonomous system of public addresses')
    .option('--asn-database <file>', 'MMDB for --enrich in place of the data that comes with Haechi')
    .option('--country-database <file>', 'MMDB for --enrich in place of the data that comes with Haechi')
    .option('--workers <n>', 'worker threads', Number);
  const exit = parse(command, argv);
  if (exit !== undefined) return exit;
  const options = command.opts<AddressOptions & { timeZone: string; workers?: number; enrich?: boolean }>();
  const addresses = { ...addressDatabases(options), cache: cacheFolder() };
  if (options.enrich === true) checkAddressDatabases(addresses);
  await analyse(
    command.args,
    {
      mode: 'events',
      rules: [],
      timeZone: options.timeZone,
      now: Date.now(),
      ...(options.enrich === true ? { addresses } : {}),
    },
    {
      finding: () => undefined,
      reject: (reject) => writeOut(`${JSON.stringify(reject)}\n`),
      lines: writeOut,
      progress: () => undefined,
    },
    options.workers,
  );
  return 0;
}
