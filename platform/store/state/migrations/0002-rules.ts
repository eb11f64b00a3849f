import { tenantTable } from './tenant-table.ts';

/** What tenants say about rules, and what the rules have done. Builtin rules themselves are files. */
export const statements: readonly string[] = [
  `create table rule_settings (
     tenant text collate "C" not null references tenants (path) on delete cascade,
     rule_id text not null,
     enabled boolean not null,
     updated timestamptz(3) not null default now(),
     primary key (tenant, rule_id)
   )`,
  ...tenantTable('rule_settings', { inherited: true }),
  `create table rule_packs (
     tenant text collate "C" not null references tenants (path) on delete cascade,
     name text not null,
     author text not null,
     files jsonb not null,
     created timestamptz(3) not null default now(),
     primary key (tenant, name)
   )`,
  ...tenantTable('rule_packs', { inherited: true }),
  `create table rule_exceptions (
     id uuid primary key default gen_random_uuid(),
     tenant text collate "C" not null references tenants (path) on delete cascade,
     rule_id text not null,
     filter text not null,
     author text not null,
     created timestamptz(3) not null default now()
   )`,
  `create index rule_exceptions_rule on rule_exceptions (tenant, rule_id)`,
  ...tenantTable('rule_exceptions', { inherited: true }),
  `create table rule_stats (
     tenant text collate "C" not null,
     rule_id text not null,
     fired bigint not null,
     cost_ns bigint not null,
     last_fired timestamptz(3),
     primary key (tenant, rule_id)
   )`,
  ...tenantTable('rule_stats'),
];
