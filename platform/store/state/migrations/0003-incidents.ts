import { tenantTable } from './tenant-table.ts';

/** Findings, the incidents that tell their story, and what analysts add. */
export const statements: readonly string[] = [
  `create table findings (
     tenant text collate "C" not null,
     id text collate "C" not null,
     time timestamptz(3) not null,
     rule_id text not null,
     title text not null,
     level text not null check (level in ('informational', 'low', 'medium', 'high', 'critical')),
     attack text[] not null,
     entities jsonb not null,
     event_ids text[] not null,
     count bigint not null,
     primary key (tenant, id)
   )`,
  `create index findings_time on findings (time desc, id desc)`,
  `create index findings_rule on findings (rule_id, time desc)`,
  ...tenantTable('findings', { verbs: 'select, insert' }),
  `create table incidents (
     tenant text collate "C" not null,
     id text collate "C" not null,
     status text not null check (status in ('new', 'in_progress', 'resolved', 'false_positive')),
     assignee text,
     level text not null check (level in ('informational', 'low', 'medium', 'high', 'critical')),
     level_rank smallint not null,
     title text not null,
     title_rule_id text not null,
     first_time timestamptz(3) not null,
     last_time timestamptz(3) not null,
     tactics text[] not null,
     entities jsonb not null,
     finding_ids text[] not null,
     finding_count bigint not null,
     merged_into text,
     primary key (tenant, id)
   )`,
  `create index incidents_last_time on incidents (last_time desc, id desc)`,
  ...tenantTable('incidents', { verbs: 'select, insert, update' }),
  `create table incident_notes (
     id uuid primary key default gen_random_uuid(),
     tenant text collate "C" not null,
     incident_id text collate "C" not null,
     author text not null,
     text text not null,
     created timestamptz(3) not null default now(),
     foreign key (tenant, incident_id) references incidents (tenant, id)
   )`,
  `create index incident_notes_incident on incident_notes (tenant, incident_id)`,
  ...tenantTable('incident_notes', { verbs: 'select, insert' }),
];
