import type { Column, Table } from './tables.ts';

/**
 * The statements that create a table or bring an older one up to date. Each is safe to run again and by several
 * processes at once (`IF NOT EXISTS`), so a migration needs no lock.
 *
 * @param cluster name of a ClickHouse cluster: then the rows live in `NAME_local`, replicated, and `NAME` is the
 *   Distributed table over the shards; without it `NAME` itself is a MergeTree table
 */
export function ddl(table: Table, cluster?: string): string[] {
  const name = localTable(table, cluster);
  const on = cluster === undefined ? '' : ` ON CLUSTER ${cluster}`;
  const parts = [...table.columns.map(columnDefinition), ...table.indexes];
  const alter = (actions: string[], of = name) => `ALTER TABLE ${of}${on} ${actions.join(', ')}`;
  const statements = [
    [
      `CREATE TABLE IF NOT EXISTS ${name}${on} (\n  ${parts.join(',\n  ')}\n)`,
      `ENGINE = ${engine(table, cluster)}`,
      ...table.layout,
      `SETTINGS ${table.settings.join(', ')}`,
    ].join('\n'),
    alter(table.columns.map((column) => `ADD COLUMN IF NOT EXISTS ${columnDefinition(column)}`)),
    ...(table.indexes.length === 0
      ? []
      : [alter(table.indexes.map((index) => `ADD ${index.replace('INDEX', 'INDEX IF NOT EXISTS')}`))]),
  ];
  if (cluster !== undefined) {
    statements.push(
      `CREATE TABLE IF NOT EXISTS ${table.name}${on} AS ${name} ` +
        `ENGINE = Distributed(${cluster}, currentDatabase(), ${name}, ${table.shardBy})`,
      alter(
        table.columns.map((column) => `ADD COLUMN IF NOT EXISTS ${column.name} ${column.type}`),
        table.name,
      ),
    );
  }
  return statements;
}

/** The table that holds the rows: what mutations are sent to. */
export function localTable(table: Table, cluster?: string): string {
  return cluster === undefined ? table.name : `${table.name}_local`;
}

function columnDefinition({ name, type, codec }: Column): string {
  return codec === undefined ? `${name} ${type}` : `${name} ${type} CODEC(${codec})`;
}

function engine({ name, engine, engineArguments }: Table, cluster?: string): string {
  if (cluster === undefined) return `${engine}(${engineArguments.join(', ')})`;
  const replica = [`'/clickhouse/tables/{shard}/{database}/${name}'`, `'{replica}'`];
  return `Replicated${engine}(${[...replica, ...engineArguments].join(', ')})`;
}
