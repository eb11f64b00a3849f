/** What tenants may send, set by those above them, and the bytes that came in beside the records. */
export const statements: readonly string[] = [
  'alter table tenants add column events_per_second integer check (events_per_second > 0)',
  'alter table tenants add column bytes_per_day bigint check (bytes_per_day > 0)',
  'alter table intake_counts add column bytes bigint not null default 0',
];
