/** Of the records that came in: events that came late, and events that were sent before. */
export const statements: readonly string[] = [
  'alter table intake_counts add column late bigint not null default 0',
  'alter table intake_counts add column doubled bigint not null default 0',
];
