import { setImmediate as breath } from 'node:timers/promises';
import { HaechiError } from '@haechi/event';
import { decodeBytes } from '@haechi/formats';
import { fieldOfColumn, fieldsOf } from './columns.ts';
import { readCsv } from './csv.ts';
import { type InventoryRows, type InventoryTable, keyOf } from './entry.ts';
import { INVENTORY_LIMITS } from './limits.ts';
import { type GivenRow, type RowProblem, readRow } from './read-row.ts';

/** A table as it was read. */
export interface ReadTable<Row> {
  /** The rows that can be taken, no two of one name. */
  readonly rows: readonly Row[];
  /** The first of the rows that cannot; `line` is where it begins in a file, or its number in a list. */
  readonly problems: readonly (RowProblem & { readonly line: number })[];
  readonly problemCount: number;
  /** Columns, or fields of a list, that mean nothing here. */
  readonly unknownColumns: readonly string[];
}

/** Rows after which other work has its turn: a table of 100,000 takes seconds, and events come in meanwhile. */
const ROWS_AT_ONCE = 500;

/**
 * Reads a table from a CSV file with a header, in any encoding that logs come in.
 *
 * @throws HaechiError `inventory_invalid` where it has no column of names, or more rows than a table holds
 */
export async function readTableFile<Table extends InventoryTable>(
  table: Table,
  bytes: Uint8Array,
): Promise<ReadTable<InventoryRows[Table]>> {
  const text = decodeBytes(bytes);
  const delimiter = delimiterOf(table, text);
  const records = readCsv(text, delimiter, INVENTORY_LIMITS.columns);
  const header = records.next();
  const columns = header.done === true ? [] : header.value.cells;
  const fields = columns.map((column) => fieldOfColumn(table, column));
  if (!fields.includes('name')) throw invalid(`no column holds the name (${columns.slice(0, 8).join(', ')})`);
  const reading = new TableReading(table);
  for (const { line, cells } of records) {
    const given = new Map<string, string>();
    fields.forEach((field, at) => {
      const cell = cells[at] ?? '';
      const before = given.get(field ?? '');
      // Two columns of one field, as of addresses and of MACs, are read together.
      if (field !== undefined && cell !== '') given.set(field, before === undefined ? cell : `${before}\n${cell}`);
    });
    await reading.take(line, given);
  }
  return reading.done(columns.filter((column, at) => column !== '' && fields[at] === undefined));
}

/**
 * Reads a table from a list of objects with the fields of the API.
 *
 * @throws HaechiError `inventory_invalid` for more rows than a table holds
 */
export async function readTableRows<Table extends InventoryTable>(
  table: Table,
  rows: readonly object[],
): Promise<ReadTable<InventoryRows[Table]>> {
  const known = new Set<string>(fieldsOf(table));
  const unknown = new Set<string>();
  const reading = new TableReading(table);
  for (const [index, row] of rows.entries()) {
    const given = new Map(Object.entries(row));
    for (const name of given.keys()) if (!known.has(name) && unknown.size < INVENTORY_LIMITS.columns) unknown.add(name);
    await reading.take(index + 1, given);
  }
  return reading.done([...unknown]);
}

class TableReading<Table extends InventoryTable> {
  readonly #table: Table;
  readonly #rows = new Map<string, InventoryRows[Table]>();
  readonly #problems: (RowProblem & { line: number })[] = [];
  #problemCount = 0;
  #taken = 0;

  constructor(table: Table) {
    this.#table = table;
  }

  async take(line: number, given: GivenRow): Promise<void> {
    if (++this.#taken % ROWS_AT_ONCE === 0) await breath();
    const read = readRow(this.#table, given);
    if ('problem' in read) this.#refuse(line, read.problem);
    else if (this.#rows.has(keyOf(read.row.name)))
      this.#refuse(line, { field: 'name', reason: 'duplicate', value: read.row.name });
    else this.#rows.set(keyOf(read.row.name), read.row);
    if (this.#rows.size > INVENTORY_LIMITS.rows) throw invalid(`more than ${INVENTORY_LIMITS.rows} rows`);
  }

  #refuse(line: number, problem: RowProblem): void {
    this.#problemCount++;
    if (this.#problems.length < INVENTORY_LIMITS.shownProblems) this.#problems.push({ line, ...problem });
  }

  done(unknownColumns: readonly string[]): ReadTable<InventoryRows[Table]> {
    return {
      rows: [...this.#rows.values()],
      problems: this.#problems,
      problemCount: this.#problemCount,
      unknownColumns: unknownColumns.map((column) => column.slice(0, INVENTORY_LIMITS.textChars)),
    };
  }
}

/** The delimiter under which most columns of the header are known. */
function delimiterOf(table: InventoryTable, text: string): string {
  const scores = [',', ';', '\t', '|'].map((delimiter) => {
    const [header] = readCsv(text.slice(0, 16_384), delimiter, INVENTORY_LIMITS.columns).take(1);
    const known = header?.cells.filter((cell) => fieldOfColumn(table, cell) !== undefined) ?? [];
    return { delimiter, known: known.length };
  });
  return scores.reduce((best, each) => (each.known > best.known ? each : best)).delimiter;
}

function invalid(what: string): HaechiError {
  return new HaechiError('inventory_invalid', {
    what,
    where: what,
    remedy: 'give CSV whose first line names the columns (name, addresses, …), or a JSON list of rows',
  });
}
