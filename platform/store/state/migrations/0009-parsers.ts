import { tenantTable } from './tenant-table.ts';

/** How a tenant's own logs are read: a grok or dissect expression, and which logs it is for. */
export const statements: readonly string[] = [
  `create table parsers (
     id uuid primary key default gen_random_uuid(),
     tenant text collate "C" not null,
     name text collate "C" not null check (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
     kind text not null check (kind in ('grok', 'dissect')),
     expression text not null check (octet_length(expression) between 1 and 8192),
     match jsonb not null,
     time_zone text,
     enabled boolean not null default true,
     author text not null,
     created timestamptz(3) not null default now(),
     updated_by text not null,
     updated timestamptz(3) not null default now(),
     unique (tenant, name)
   )`,
  ...tenantTable('parsers', { inherited: true }),
];
