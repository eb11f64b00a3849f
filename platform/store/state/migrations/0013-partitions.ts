import { tenantTable } from './tenant-table.ts';

/** Who works on which part of a shared bus. Of the whole installation, so of the root tenant. */
export const statements: readonly string[] = [
  `create table partition_leases (
     stream text collate "C" not null,
     partition integer not null check (partition >= 0),
     tenant text collate "C" not null default '/root/' check (tenant = '/root/'),
     owner text,
     epoch bigint not null default 0,
     until timestamptz(3) not null default '-infinity',
     position bigint not null check (position >= 0),
     waiting integer not null default 0,
     windows bigint not null check (windows >= 0),
     primary key (stream, partition)
   )`,
  ...tenantTable('partition_leases'),
  `create table partition_workers (
     stream text collate "C" not null,
     worker text collate "C" not null,
     tenant text collate "C" not null default '/root/' check (tenant = '/root/'),
     until timestamptz(3) not null,
     embedded_events boolean not null,
     primary key (stream, worker)
   )`,
  ...tenantTable('partition_workers'),
];
