import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INSERT_SETTINGS, type InsertBody } from './connection.ts';

/** Characters that ClickHouse's `file` function reads as a pattern. */
const PATTERN = /[*?{}]/;

/**
 * Inserts for the engine in process. Its binding takes text formats only, so the rows go through a file that the
 * engine reads with its `file` function and that is gone again when the insert returns. It is not flushed: durable are
 * the rows in the table, and until then the spool has them.
 */
export interface StagedInserts {
  insert(body: InsertBody): Promise<void>;
}

/**
 * @param dataFolder the engine's; files of an earlier run that was killed are removed from it
 * @param run runs a statement that gives no rows
 */
export async function stagedInserts(
  dataFolder: string,
  run: (statement: string) => Promise<void>,
): Promise<StagedInserts> {
  const folder = PATTERN.test(dataFolder)
    ? join(tmpdir(), `haechi-staging-${process.pid}`)
    : join(dataFolder, 'staging');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return {
    async insert({ table, columns, rows }) {
      const file = join(folder, `${randomUUID()}.rows`);
      try {
        await writeFile(file, rows, { mode: 0o600 });
        const names = columns.map(({ name }) => name).join(', ');
        const structure = columns.map(({ name, type }) => `${name} ${type}`).join(', ');
        const settings = Object.entries(INSERT_SETTINGS).map(([name, value]) => `${name} = ${quoted(value)}`);
        await run(
          `INSERT INTO ${table} (${names}) SETTINGS ${settings.join(', ')} ` +
            `SELECT ${names} FROM file(${quoted(file)}, RowBinary, ${quoted(structure)})`,
        );
      } finally {
        await rm(file, { force: true });
      }
    },
  };
}

/** A string literal (ClickHouse documentation, "Syntax", String): the path is the operator's, never a sender's. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
