import { eventOf, lineId, type Origin, type Said } from './event.ts';
import { SHIP_LIMITS } from './limits.ts';
import type { Line, LineCutter } from './lines.ts';
import type { TableHeader } from './table-header.ts';

/** Lines of one file that are sent together. */
export interface ShipRequest {
  readonly events: readonly string[];
  /** Offset behind the last line: how far the file is sent once this is acknowledged. */
  readonly end: number;
  /** Bytes of the file from the first line to `end`. */
  readonly bytes: number;
  readonly lines: number;
  readonly cutLines: number;
}

/** What the lines of a file are made into events with. */
export interface LineSource {
  readonly cutter: LineCutter;
  readonly header: TableHeader;
  readonly origin: Origin;
  readonly said: Said;
  /** The first bytes of the file, as many as there are up to 256. */
  readonly head: Buffer;
}

/** Bundles the lines of some bytes. @param withRest the last line is taken even without its newline */
export async function* requestsOf(
  pieces: AsyncIterable<Uint8Array>,
  source: LineSource,
  withRest: () => boolean,
): AsyncGenerator<ShipRequest> {
  let open = emptyRequest(source);
  const take = (line: Line): ShipRequest | undefined => {
    const event = eventOf(line, lineId(source.origin, source.head, line), source.origin, source.said);
    open.start ??= line.start;
    open.end = line.end;
    if (event !== undefined) {
      open.events.push(event.text);
      open.textBytes += line.bytes.length;
      open.lines++;
      if (event.isCut) open.cutLines++;
      source.header.take(line, event.text);
    }
    return open.textBytes >= SHIP_LIMITS.requestBytes || open.events.length >= SHIP_LIMITS.requestEvents
      ? close()
      : undefined;
  };
  const close = (): ShipRequest => {
    const { header, events, start, end, lines, cutLines } = open;
    open = emptyRequest(source);
    return { events: lines === 0 ? [] : [...header, ...events], end, bytes: end - (start ?? end), lines, cutLines };
  };
  for await (const piece of pieces) {
    for (const line of source.cutter.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength))) {
      const full = take(line);
      if (full !== undefined) yield full;
    }
  }
  const rest = withRest() ? source.cutter.rest() : undefined;
  const full = rest === undefined ? undefined : take(rest);
  if (full !== undefined) yield full;
  if (open.start !== undefined) yield close();
}

function emptyRequest({ header }: LineSource) {
  return {
    header: header.events,
    events: [] as string[],
    start: undefined as number | undefined,
    end: 0,
    textBytes: 0,
    lines: 0,
    cutLines: 0,
  };
}
