const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** True for an id as the store gives it. Anything else names no row, and PostgreSQL would refuse to compare it. */
export function isUuid(id: string): boolean {
  return UUID.test(id);
}
