import { tenantTable } from './tenant-table.ts';

/** Open windows of correlation rules, by tenant, as the processor packs them. */
export const statements: readonly string[] = [
  `create table correlation_states (
     tenant text collate "C" primary key,
     body bytea not null check (octet_length(body) <= 16777216),
     taken timestamptz(3) not null default now()
   )`,
  // They are packed already.
  'alter table correlation_states alter column body set storage external',
  ...tenantTable('correlation_states'),
];
