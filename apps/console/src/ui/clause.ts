/** Values that the query language takes without quotes. */
const BARE = /^[\p{L}\p{N}_.@/-]+$/u;
/** Words of the query language itself. */
const RESERVED = /^(?:and|or|not|to)$/i;

/** `field:value` in the language of docs/search.md, quoted where the value would be read as something else. */
export function clause(field: string, value: string): string {
  const name = field.replace(/[^\p{L}\p{N}_.@-]/gu, '\\$&');
  const bare = BARE.test(value) && !RESERVED.test(value) && !value.startsWith('-');
  return `${name}:${bare ? value : `"${value.replace(/[\\"]/g, '\\$&')}"`}`;
}

/** `query` narrowed to events with, or without, a value. */
export function withClause(query: string, field: string, value: string, keep: boolean): string {
  const term = keep ? clause(field, value) : `NOT ${clause(field, value)}`;
  const before = query.trim();
  if (before === '') return term;
  if (before.split(/ AND /).includes(term)) return before;
  return / OR /i.test(before) ? `(${before}) AND ${term}` : `${before} AND ${term}`;
}
