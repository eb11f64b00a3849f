import { tenantTable } from './tenant-table.ts';

/**
 * Assets and users that a tenant knows; they hold for it and for all below. A row is found by its name in lower case.
 * `words` is what a search looks through.
 *
 * Of an incident is kept how urgent it is, which is its level or more; those from before are as urgent as their level.
 */
export const statements: readonly string[] = [
  `create table inventory (
     tenant text collate "C" not null,
     kind text not null check (kind in ('assets', 'users')),
     key text collate "C" not null check (length(key) between 1 and 256),
     criticality text not null check (criticality in ('low', 'medium', 'high', 'critical')),
     content jsonb not null,
     words text not null,
     author text not null,
     updated timestamptz(3) not null default now(),
     primary key (tenant, kind, key)
   )`,
  ...tenantTable('inventory', { inherited: true }),
  'alter table incidents add column priority_rank smallint',
];
