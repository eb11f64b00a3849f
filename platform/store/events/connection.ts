import type { ReadQuery } from './gate.ts';
import type { ParameterValue } from './sql.ts';
import type { Column } from './tables.ts';

/** An insert's body: rows in RowBinary, of the columns in their order. */
export interface InsertBody {
  readonly table: string;
  readonly columns: readonly Column[];
  readonly rows: Uint8Array;
}

/** A ClickHouse, in process or over HTTP, that runs gated reads only. */
export interface EventConnection {
  /** Cluster whose tables are made; absent for one server or the engine in process. */
  readonly cluster?: string;
  /** Rows of a result, as the format JSONEachRow gives them. */
  read<T>(query: ReadQuery): Promise<T[]>;
  /** Rows in pieces, for results that would be large as a whole. */
  stream<T>(query: ReadQuery): AsyncIterable<readonly T[]>;
  /** Rows of a result in RowBinary, as `insert` takes them. */
  bytes(query: ReadQuery): Promise<Uint8Array>;
  /** Returns when the rows are durable. */
  insert(body: InsertBody): Promise<void>;
  /** A statement of our own that gives no rows. */
  command(statement: string, params?: Readonly<Record<string, ParameterValue>>): Promise<void>;
  /** Waits for what is under way, then closes. */
  close(): Promise<void>;
}

export const INSERT_SETTINGS = {
  // An old log, or a source with a broken clock, has events of many years: each partition it touches is one part more,
  // 232 at most by the layout of the table, and never a reason to refuse the batch.
  max_partitions_per_insert_block: '0',
  // Costs more than all the rest of an insert. Merges make it; until then a search reads these young parts whole.
  exclude_materialize_skip_indexes_on_insert: 'free_text',
} as const;
