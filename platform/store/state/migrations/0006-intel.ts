import { tenantTable } from './tenant-table.ts';

/** Lists of indicators, each of a tenant. */
export const statements: readonly string[] = [
  `create table intel_lists (
     tenant text collate "C" not null,
     name text not null check (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
     indicators jsonb not null,
     author text not null,
     created timestamptz(3) not null default now(),
     primary key (tenant, name)
   )`,
  ...tenantTable('intel_lists', { inherited: true }),
];
