import type { Lang } from '@haechi/locales';
import { fieldsOf, titlesIn } from './columns.ts';
import { writeCsv } from './csv.ts';
import type { InventoryRows, InventoryTable } from './entry.ts';

/** A table as a CSV file that `readTableFile` reads back to the same rows; titles of columns in the language given. */
export function writeTable<Table extends InventoryTable>(
  table: Table,
  rows: readonly InventoryRows[Table][],
  lang: Lang,
): string {
  const fields = fieldsOf(table);
  return writeCsv([titlesIn(lang, table), ...rows.map((row) => fields.map((field) => cellOf(row[field])))]);
}

function cellOf(value: unknown): string {
  if (Array.isArray(value)) return value.join('; ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}
