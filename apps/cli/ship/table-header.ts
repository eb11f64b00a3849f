import { eventOf, lineId, type Origin, type Said } from './event.ts';
import type { Line } from './lines.ts';

/** Lines of a header that are kept; those of IIS and Zeek have under ten. */
const MOST_LINES = 16;

/**
 * The header of a table (`#Fields:` of IIS, `#fields` of Zeek) that holds for the lines behind it. It goes with every
 * request, since the collector reads each one for itself; its lines keep their ids.
 */
export class TableHeader {
  #lines: { readonly text: string; readonly event: string }[] = [];
  #isOpen = false;

  /** Takes a line of the file in its order. @param event its envelope */
  take(line: Line, event: string): void {
    if (line.bytes[0] !== 0x23) {
      this.#isOpen = false;
      return;
    }
    if (!this.#isOpen) this.#lines = [];
    this.#isOpen = true;
    if (this.#lines.length < MOST_LINES) this.#lines.push({ text: line.bytes.toString('latin1'), event });
  }

  /** The envelopes to put before lines from the middle of a table; empty where the file is none. */
  get events(): readonly string[] {
    if (this.#isOpen || !this.#lines.some(({ text }) => /^#fields[:\t]/i.test(text))) return [];
    return this.#lines.map(({ event }) => event);
  }

  /** Reads the header at the start of a file that is taken up in its middle. */
  static of(lines: Iterable<Line>, head: Buffer, origin: Origin, said: Said): TableHeader {
    const header = new TableHeader();
    for (const line of lines) {
      const event = eventOf(line, lineId(origin, head, line), origin, said);
      if (event === undefined) continue;
      header.take(line, event.text);
      if (!header.#isOpen) break;
    }
    return header;
  }
}
