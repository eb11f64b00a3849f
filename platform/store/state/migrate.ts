import { HaechiError } from '@haechi/event';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { statements as accessTables } from './migrations/0001-access.ts';
import { statements as ruleTables } from './migrations/0002-rules.ts';
import { statements as incidentTables } from './migrations/0003-incidents.ts';
import { statements as intakeTables } from './migrations/0004-intake.ts';
import { statements as wafTables } from './migrations/0005-waf.ts';
import { statements as intelTables } from './migrations/0006-intel.ts';
import { statements as uploadTables } from './migrations/0007-uploads.ts';
import { statements as allowanceColumns } from './migrations/0008-allowances.ts';
import { statements as parserTables } from './migrations/0009-parsers.ts';
import { statements as inventoryTables } from './migrations/0010-inventory.ts';
import { statements as feedTables } from './migrations/0011-feeds.ts';
import { statements as lateColumns } from './migrations/0012-late-doubled.ts';
import { statements as correlationTables } from './migrations/0014-correlations.ts';
import type { Database } from './schema.ts';

/** In order, and frozen once released: what a migration has done is never edited, only followed by another. */
const MIGRATIONS: Readonly<Record<string, readonly string[]>> = {
  '0001-access': accessTables,
  '0002-rules': ruleTables,
  '0003-incidents': incidentTables,
  '0004-intake': intakeTables,
  '0005-waf': wafTables,
  '0006-intel': intelTables,
  '0007-uploads': uploadTables,
  '0008-allowances': allowanceColumns,
  '0009-parsers': parserTables,
  '0010-inventory': inventoryTables,
  '0011-feeds': feedTables,
  '0012-late-doubled': lateColumns,
  '0014-correlations': correlationTables,
};

/**
 * Brings the tables to the newest version. Kysely's migrator holds a PostgreSQL advisory lock meanwhile, so of several
 * processes starting at once one migrates and the others wait; all pending steps are one transaction.
 *
 * @throws HaechiError `state_migration_failed`
 */
export async function migrateState(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: {
      getMigrations: async () =>
        Object.fromEntries(Object.entries(MIGRATIONS).map(([name, statements]) => [name, migration(statements)])),
    },
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  throw new HaechiError('state_migration_failed', {
    what: error instanceof Error ? error.message : String(error),
    where: results?.find((result) => result.status === 'Error')?.migrationName ?? 'before the first migration',
    remedy: 'the database role must own the database and may create roles; nothing was changed',
    cause: error,
  });
}

function migration(statements: readonly string[]): Migration {
  return {
    async up(db) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
