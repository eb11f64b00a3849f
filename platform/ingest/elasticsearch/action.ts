const NAMES = ['create', 'index', 'update', 'delete'] as const;

/** What a line of `_bulk` asks for. */
export interface BulkAction {
  readonly name: (typeof NAMES)[number];
  /** Where to; absent when neither the line nor the path says. */
  readonly index?: string | undefined;
  readonly id?: string;
}

/** Longest index name and document id, bytes (Elasticsearch's own limits are 255 and 512). */
const MAX_NAME = 512;

/** Reads an action line; `undefined` when it is none. */
export function readAction(line: string, pathIndex: string | undefined): BulkAction | undefined {
  // Most documents are told from actions by their first characters, without being parsed.
  if (!/^\s*\{\s*"(?:create|index|update|delete)"\s*:/.test(line.slice(0, 64))) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return undefined;
  }
  const entries = Object.entries(parsed as Record<string, unknown>);
  const [name, said] = entries[0] ?? [];
  const known = NAMES.find((one) => one === name);
  if (known === undefined || entries.length > 1 || typeof said !== 'object' || said === null) return undefined;
  const { _index: index = pathIndex, _id: id } = said as Record<string, unknown>;
  if (index !== undefined && !isName(index)) return undefined;
  if (id === undefined || id === null || id === '') return { name: known, index };
  return isName(id) ? { name: known, index, id } : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_NAME;
}
