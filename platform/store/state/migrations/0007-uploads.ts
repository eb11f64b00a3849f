import { tenantTable } from './tenant-table.ts';

/** Files that were given as files: how far they have come in, and what became of them. Their bytes lie on disk. */
export const statements: readonly string[] = [
  `create table uploads (
     id uuid primary key,
     tenant text collate "C" not null,
     name text not null check (length(name) between 1 and 1024),
     bytes bigint not null check (bytes >= 0),
     received bigint not null default 0 check (received between 0 and bytes),
     status text not null default 'receiving'
       check (status in ('receiving', 'waiting', 'reading', 'storing', 'done', 'failed')),
     time_zone text not null,
     author text not null,
     sha256 text,
     read_bytes bigint not null default 0,
     inputs bigint not null default 0,
     accepted bigint not null default 0,
     rejected bigint not null default 0,
     problems jsonb not null default '[]',
     problem_count bigint not null default 0,
     position bigint,
     began timestamptz(3),
     ended timestamptz(3),
     events bigint,
     unreadable bigint,
     first_time timestamptz(3),
     last_time timestamptz(3),
     created timestamptz(3) not null default now(),
     updated timestamptz(3) not null default now()
   )`,
  'create index uploads_by_time on uploads (tenant, created desc)',
  "create index uploads_in_work on uploads (created) where status not in ('done', 'failed')",
  ...tenantTable('uploads'),
];
