import { tenantTable } from './tenant-table.ts';

/** Subscriptions to collections of indicators (TAXII 2.1), and which lists are made by one. */
export const statements: readonly string[] = [
  `create table intel_feeds (
     tenant text collate "C" not null,
     name text collate "C" not null check (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
     url text not null,
     collection text not null,
     title text not null,
     credential_kind text not null check (credential_kind in ('none', 'basic', 'bearer', 'api_key')),
     credential text check ((credential is null) = (credential_kind = 'none')),
     interval_s integer not null check (interval_s >= 300),
     enabled boolean not null default true,
     revision integer not null default 1,
     added_after text,
     held jsonb not null default '[]',
     next_end timestamptz(3),
     next_poll timestamptz(3) not null,
     failures integer not null default 0,
     last_poll timestamptz(3),
     last_success timestamptz(3),
     problem text,
     added integer not null default 0,
     removed integer not null default 0,
     total integer not null default 0,
     unused jsonb,
     author text not null,
     created timestamptz(3) not null default now(),
     primary key (tenant, name)
   )`,
  'create index intel_feeds_due on intel_feeds (next_poll) where enabled',
  ...tenantTable('intel_feeds'),
  'alter table intel_lists add column feed boolean not null default false',
];
