import { tenantTable } from './tenant-table.ts';

/** Who there is, what they may do, and what they did. */
export const statements: readonly string[] = [
  // Roles belong to the whole cluster: another database of it may have made it already, or be making it now.
  `do $$ begin
     create role haechi_app nologin nosuperuser nobypassrls noinherit;
   exception when duplicate_object or unique_violation then null;
   end $$`,
  `grant haechi_app to current_user`,
  `grant usage on schema public to haechi_app`,
  // Once set in a connection, a transaction-local setting reads as '' afterwards, and every path starts with ''.
  `create function haechi_scope() returns text language sql stable parallel safe
     return nullif(current_setting('haechi.tenant', true), '') collate "C"`,
  `create table tenants (
     path text collate "C" primary key,
     name text not null,
     retention_days integer not null default 90 check (retention_days between 1 and 36500),
     created timestamptz(3) not null default now()
   )`,
  ...tenantTable('tenants', { column: 'path' }),
  `create table users (
     id uuid primary key default gen_random_uuid(),
     tenant text collate "C" not null references tenants (path),
     username text collate "C" not null unique,
     password_hash text not null,
     display_name text not null,
     lang text not null,
     time_zone text not null,
     disabled boolean not null default false,
     created timestamptz(3) not null default now()
   )`,
  `create index users_tenant on users (tenant)`,
  ...tenantTable('users'),
  `create table grants (
     user_id uuid not null references users (id) on delete cascade,
     tenant text collate "C" not null references tenants (path) on delete cascade,
     role text not null check (role in ('viewer', 'analyst', 'responder', 'admin')),
     primary key (user_id, tenant)
   )`,
  ...tenantTable('grants'),
  `create table sessions (
     id_hash text primary key,
     tenant text collate "C" not null,
     user_id uuid not null references users (id) on delete cascade,
     csrf text not null,
     created timestamptz(3) not null default now(),
     rotated timestamptz(3) not null,
     expires timestamptz(3) not null,
     address text not null,
     agent text not null
   )`,
  `create index sessions_user on sessions (user_id)`,
  ...tenantTable('sessions'),
  `create table api_tokens (
     id uuid primary key default gen_random_uuid(),
     tenant text collate "C" not null references tenants (path) on delete cascade,
     name text not null,
     prefix text not null,
     hash text not null unique,
     scopes text[] not null check (scopes <@ array['ingest', 'read', 'admin']),
     author text not null,
     created timestamptz(3) not null default now(),
     expires timestamptz(3),
     last_used timestamptz(3)
   )`,
  ...tenantTable('api_tokens'),
  // Before the first user there is no tenant it could belong to but the root.
  `create table setup (
     hash text primary key,
     tenant text collate "C" not null default '/root/',
     expires timestamptz(3) not null,
     used boolean not null default false
   )`,
  ...tenantTable('setup'),
  `create table audit (
     id bigint generated always as identity primary key,
     time timestamptz(3) not null default now(),
     tenant text collate "C" not null,
     actor text not null,
     action text not null,
     target text not null,
     outcome text not null check (outcome in ('success', 'failure', 'denied')),
     address text not null,
     detail jsonb not null
   )`,
  `create index audit_time on audit (time desc, id desc)`,
  ...tenantTable('audit', { verbs: 'select, insert' }),
  `create function audit_is_append_only() returns trigger language plpgsql as
     $$ begin raise exception 'the audit log is append only' using errcode = 'HA001'; end $$`,
  `create trigger audit_append_only before update or delete or truncate on audit
     for each statement execute function audit_is_append_only()`,
  `create table settings (
     tenant text collate "C" not null references tenants (path) on delete cascade,
     key text not null,
     value jsonb not null,
     updated timestamptz(3) not null default now(),
     primary key (tenant, key)
   )`,
  ...tenantTable('settings', { inherited: true }),
  `select set_config('haechi.tenant', '/', true)`,
  `insert into tenants (path, name) values ('/root/', 'Haechi')`,
];
