import { documentId } from '../../store/document-id.ts';
import { type Item, type RejectReason, rejectedItem } from '../item.ts';
import type { IngestLimits } from '../limits.ts';
import { type BulkAction, readAction } from './action.ts';
import { type BulkError, bulkError } from './errors.ts';

/** What became of one action, in the order of the request. */
export interface BulkOutcome extends Pick<BulkAction, 'name' | 'index' | 'id'> {
  /** Absent for a document that is taken. */
  readonly error?: BulkError;
}

export interface Bulk {
  readonly items: readonly Item[];
  readonly outcomes: readonly BulkOutcome[];
}

/**
 * Reads the body of `_bulk` (Elasticsearch REST API, "Bulk index or delete documents"): a line that says what to do and,
 * for all but `delete`, a line with the document. What is wrong concerns its own item only. Behind a line that is no
 * action, reading goes on at the next line that is one.
 *
 * @param pathIndex index in the path, for actions that name none
 * @returns `undefined` past the number of records of one request
 */
export function readBulk(
  text: string,
  pathIndex: string | undefined,
  tenant: string,
  limits: IngestLimits,
): Bulk | undefined {
  const lines = text.split('\n');
  const items: Item[] = [];
  const outcomes: BulkOutcome[] = [];
  const reject = (action: Omit<BulkOutcome, 'error'>, error: BulkError, raw: string, reason: RejectReason): void => {
    outcomes.push({ ...action, error });
    items.push(rejectedItem(raw, reason));
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (line.trim() === '') continue;
    if (outcomes.length >= limits.requestRecords) return undefined;
    const action = readAction(line, pathIndex);
    if (action === undefined) {
      // Its document, where there is one, is kept with it.
      const next = lines[at + 1] ?? '';
      const alone = next.trim() === '' || readAction(next, pathIndex) !== undefined;
      if (!alone) at++;
      const error = bulkError('illegal_argument_exception', `Malformed action/metadata line [${outcomes.length + 1}]`);
      reject({ name: 'index', index: pathIndex }, error, alone ? line : `${line}\n${next}`, 'invalid_record');
      continue;
    }
    if (action.name === 'delete') {
      reject(
        action,
        bulkError('action_request_validation_exception', 'events cannot be deleted'),
        line,
        'invalid_record',
      );
      continue;
    }
    const document = (lines[++at] ?? '').replace(/\r$/, '');
    const fault = faultOf(action, document, limits);
    if (fault !== undefined) reject(action, fault.error, document.trim() === '' ? line : document, fault.reason);
    else {
      outcomes.push(action);
      items.push({ record: document, meta: metaOf(action, tenant) });
    }
  }
  return { items, outcomes };
}

function faultOf(
  { name, index }: BulkAction,
  document: string,
  { recordChars }: IngestLimits,
): { error: BulkError; reason: RejectReason } | undefined {
  const invalid = (type: string, reason: string) => ({
    error: bulkError(type, reason),
    reason: 'invalid_record' as const,
  });
  if (name === 'update') return invalid('action_request_validation_exception', 'events cannot be changed');
  if (index === undefined) return invalid('action_request_validation_exception', 'index is missing');
  if (document.length > recordChars)
    return {
      error: bulkError('document_parsing_exception', `the document is longer than ${recordChars} characters`),
      reason: 'record_too_long',
    };
  try {
    const value: unknown = JSON.parse(document);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return undefined;
  } catch {
    // Said below, like a value that is no object.
  }
  return invalid('document_parsing_exception', 'the document is not a JSON object');
}

function metaOf({ index, id }: BulkAction, tenant: string): Item['meta'] {
  const name = index ?? '';
  return { fields: { index: name }, ...(id === undefined ? {} : { id: documentId(tenant, name, id) }) };
}
