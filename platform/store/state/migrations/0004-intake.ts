import { tenantTable } from './tenant-table.ts';

/** How many records came in, by tenant, source and hour. */
export const statements: readonly string[] = [
  `create table intake_counts (
     tenant text collate "C" not null,
     source text not null,
     hour timestamptz(3) not null,
     received bigint not null,
     accepted bigint not null,
     rejected bigint not null,
     primary key (tenant, source, hour)
   )`,
  ...tenantTable('intake_counts'),
];
