import { tenantTable } from './tenant-table.ts';

/** Sites behind the WAF with their policies, and tokens that may fetch one. */
export const statements: readonly string[] = [
  'alter table api_tokens drop constraint api_tokens_scopes_check',
  `alter table api_tokens add constraint api_tokens_scopes_check
     check (scopes <@ array['ingest', 'read', 'admin', 'waf'])`,
  `create table waf_sites (
     id uuid primary key default gen_random_uuid(),
     tenant text collate "C" not null,
     name text not null check (name ~ '^[a-z0-9][a-z0-9.-]{0,62}$'),
     upstream text not null,
     mode text not null check (mode in ('block', 'detect')),
     paranoia int not null check (paranoia between 1 and 4),
     threshold int not null check (threshold between 1 and 1000),
     exclusions jsonb not null default '[]',
     blocked jsonb not null default '[]',
     revision int not null default 1,
     created timestamptz(3) not null default now(),
     updated timestamptz(3) not null default now(),
     seen timestamptz(3),
     seen_revision int,
     unique (tenant, name)
   )`,
  ...tenantTable('waf_sites'),
];
