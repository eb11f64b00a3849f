import { HaechiError } from '@haechi/event';

/** Opaque text that names the last row of a page: base64url of `[time, id]`. */
export type Cursor = string;

/** Bounds what a hostile cursor can cost: a time and an id of 200 characters fit. */
const CURSOR_CHARACTERS_MAX = 512;

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;

function cursorAfter(time: string, id: string): Cursor {
  return Buffer.from(JSON.stringify([time, id])).toString('base64url');
}

/**
 * The position in a cursor, checked as any outside text is.
 *
 * @throws HaechiError `bad_cursor`
 */
export function positionOf(cursor: Cursor): [time: string, id: string] {
  if (cursor.length <= CURSOR_CHARACTERS_MAX) {
    const position = parse(cursor);
    if (Array.isArray(position) && position.length === 2) {
      const [time, id] = position as unknown[];
      if (typeof time === 'string' && ISO_TIME.test(time) && typeof id === 'string') return [time, id];
    }
  }
  throw new HaechiError('bad_cursor', { what: 'not a cursor of this list', remedy: 'start again at the first page' });
}

function parse(cursor: Cursor): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Cuts `limit + 1` fetched rows to a page, with a cursor where there is more. */
export function pageOf<T>(
  rows: T[],
  limit: number,
  position: (row: T) => [time: string, id: string],
): { rows: T[]; next?: Cursor } {
  if (rows.length <= limit) return { rows };
  const page = rows.slice(0, limit);
  return { rows: page, next: cursorAfter(...position(page[limit - 1] as T)) };
}
