import { OBJECT_DECODERS } from '../registry.ts';
import { CsvTable, csvDelimiter } from './csv-table.ts';
import { FlowTable, isFlowHeader } from './flow-table.ts';
import type { Table } from './table.ts';
import { W3cTable } from './w3c-table.ts';
import { isZeekRow, ZeekTable } from './zeek-table.ts';

/** The rows of Microsoft's DHCP server have a line decoder, for most come without their header. */
const DHCP: Table = { decoder: 'windows-dhcp', directive() {}, row: () => undefined };

/** A line that only the header of a table has. */
export function isDirective(line: string): boolean {
  if (line.charCodeAt(0) !== 35) return isFlowHeader(line);
  return /^#(?:Fields:|Software:|Version:|Date:|separator |set_separator\t|fields\t|types\t|path\t|open\t|close\t|empty_field\t|unset_field\t)/.test(
    line,
  );
}

/** The table that a directive in a stream opens. */
export function tableOf(directive: string): Table {
  if (isFlowHeader(directive)) return new FlowTable();
  return /^#[A-Z]/.test(directive) ? new W3cTable() : new ZeekTable(undefined);
}

/**
 * The table that a file is, by the lines it starts with.
 *
 * @returns the table, and how many first lines are its header beyond directives (1 for CSV).
 */
export function chooseTable(sample: string, path: string | undefined): { table: Table; header: number } | undefined {
  const lines = sample
    .slice(0, 65_536)
    .split(/\r?\n/, 64)
    .filter((line) => line !== '');
  const first = lines[0] ?? '';
  if (isFlowHeader(first)) return { table: new FlowTable(), header: 0 };
  const row = lines.find((line) => !line.startsWith('#'));
  if (lines.some((line) => /^#(?:separator |fields\t)/.test(line))) return { table: new ZeekTable(path), header: 0 };
  if (lines.some((line) => line.startsWith('#Fields:'))) return { table: new W3cTable(), header: 0 };
  if (row !== undefined && isZeekRow(row)) return { table: new ZeekTable(path), header: 0 };
  if (first.startsWith('ID,Date,Time,Description,IP Address,Host Name,')) return { table: DHCP, header: 1 };
  const second = lines[1];
  if (second === undefined || first.length > 16_384) return undefined;
  const delimiter = csvDelimiter(first, second);
  if (delimiter === undefined) return undefined;
  return { table: new CsvTable(first, delimiter, OBJECT_DECODERS, 512), header: 1 };
}
