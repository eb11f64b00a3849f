/** Why an item was refused, in Elasticsearch's words. */
export interface BulkError {
  readonly status: 400;
  readonly type: string;
  readonly reason: string;
}

export function bulkError(type: string, reason: string): BulkError {
  return { status: 400, type, reason };
}

/** The body of an answer that refuses a whole request. */
export function errorBody(status: number, type: string, reason: string): Record<string, unknown> {
  const cause = { type, reason };
  return { error: { root_cause: [cause], ...cause }, status };
}
