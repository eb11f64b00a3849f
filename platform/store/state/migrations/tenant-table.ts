/**
 * What makes a table a tenant table: forced row level security on its path column, for the application role.
 *
 * The policy compares as a byte range, which equals "starts with the scope's path" for well-formed paths (all their
 * characters sort below `~`, and the check constraint allows no others), and lets PostgreSQL use the index.
 * `haechi_scope()` is null outside a scope, and no row compares with null.
 *
 * @param verbs what the application role may do at all
 * @param inherited rows of the scope's ancestors may be read too, because they hold for it
 */
export function tenantTable(
  table: string,
  { column = 'tenant', verbs = 'select, insert, update, delete', inherited = false } = {},
): string[] {
  const inScope = `(${column} >= haechi_scope() and ${column} < haechi_scope() || '~')`;
  const statements = [
    `alter table ${table} add check (${column} ~ '^/([a-z0-9][a-z0-9-]{0,62}/){1,16}$')`,
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy tenant_scope on ${table} using ${inScope} with check ${inScope}`,
    `grant ${verbs} on ${table} to haechi_app`,
  ];
  if (inherited) {
    statements.push(
      `create policy tenant_inherited on ${table} for select using (starts_with(haechi_scope(), ${column}))`,
    );
  }
  return statements;
}
