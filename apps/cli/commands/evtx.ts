import { HaechiError } from '@haechi/event';
import { type EvtxDamage, type EvtxRecord, readEvtx } from '@haechi/evtx';
import { parse, program } from '../options.ts';
import { writeOut } from '../stdout.ts';

interface Options {
  json?: true;
  xml?: true;
  slack?: true;
  ansiEncoding?: string;
}

const FLUSH_CHARS = 64 * 1024;

/**
 * `haechi evtx FILE --json|--xml`: every record of a Windows event log on stdout, one a line in JSON, or as one
 * document in XML. Damage goes to stderr; exit 1 when there was any.
 */
export async function run(argv: string[]): Promise<number> {
  const command = program('evtx', 'Prints the records of a Windows event log file (EVTX).')
    .argument('<file>', 'the .evtx file')
    .option('--json', 'one JSON object a line, in the shape of the SigmaHQ samples (default)')
    .option('--xml', 'one XML document, an Event element a record')
    .option('--slack', 'also records behind the end of each chunk')
    .option('--ansi-encoding <label>', 'encoding of 8-bit text, for example euc-kr', 'windows-1252');
  const exit = parse(command, argv);
  if (exit !== undefined) return exit;
  const options = command.opts<Options>();
  if (options.json && options.xml) {
    process.stderr.write('error[usage]: --json and --xml exclude each other; evtx; give one of them\n');
    return 2;
  }
  return print(command.args[0]!, options);
}

async function print(path: string, options: Options): Promise<number> {
  let damaged = false;
  let held = options.xml ? '<?xml version="1.0" encoding="utf-8"?>\n<Events>\n' : '';
  for await (const item of items(path, options)) {
    if (item.kind === 'damage') {
      damaged = true;
      process.stderr.write(`${damageLine(path, item)}\n`);
      continue;
    }
    held += options.xml ? `${item.xml()}\n` : `${JSON.stringify(item.json())}\n`;
    if (held.length >= FLUSH_CHARS) {
      await writeOut(held);
      held = '';
    }
  }
  await writeOut(options.xml ? `${held}</Events>\n` : held);
  return damaged ? 1 : 0;
}

/** The file's items; a file that cannot be opened or an unknown encoding as an error of the command. */
async function* items(path: string, options: Options): AsyncGenerator<EvtxRecord | EvtxDamage> {
  try {
    yield* readEvtx(path, { slack: options.slack === true, ansiEncoding: options.ansiEncoding ?? 'windows-1252' });
  } catch (error) {
    if (error instanceof RangeError)
      throw new HaechiError('unknown_encoding', {
        what: error.message,
        where: '--ansi-encoding',
        remedy: 'give a label of the WHATWG Encoding Standard',
      });
    throw new HaechiError('file_unreadable', {
      what: error instanceof Error ? error.message : String(error),
      where: path,
      remedy: 'check the path and the rights on it',
      cause: error,
    });
  }
}

function damageLine(path: string, { code, chunk, offset, bytes, recordId }: EvtxDamage): string {
  const record = recordId === undefined ? '' : `, record ${recordId}`;
  return `error[${code}]: ${bytes} bytes passed over; ${path}, chunk ${chunk}, offset ${offset}${record}; reading went on`;
}
