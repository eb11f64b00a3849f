import { mysql } from '../database/mysql.ts';
import { oracle } from '../database/oracle.ts';
import type { LineDecoder } from '../decoder.ts';
import type { FormatLimits } from '../limits.ts';

/** A record of several lines that a database writes to a file. */
interface Block {
  readonly decoder: LineDecoder;
  readonly starts: (line: string) => boolean;
  /** Whether the line goes on from those before it. */
  readonly continues: (line: string, before: readonly string[]) => boolean;
  /** Whether the block is whole with this line as its last. */
  readonly ends: (line: string, before: readonly string[]) => boolean;
}

const DATE = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}(?: [+-]\d\d:\d\d)?$/;

const BLOCKS: readonly Block[] = [
  {
    // MySQL's slow query log: comments, then statements up to the semicolon.
    decoder: mysql,
    starts: (line) => line.startsWith('# Time: ') || line.startsWith('# User@Host: '),
    continues: (line, before) =>
      !line.startsWith('# Time: ') &&
      !(line.startsWith('# User@Host: ') && before.some((one) => one.startsWith('# User@Host: '))),
    ends: (line, before) =>
      line.endsWith(';') && !/^(?:use |SET timestamp=)/i.test(line) && before.some((one) => one.startsWith('# Query_time: ')),
  },
  {
    // MySQL's audit log in XML, new style (elements) and old (attributes).
    decoder: mysql,
    starts: (line) => line.startsWith('<AUDIT_RECORD'),
    continues: () => true,
    ends: (line) => line.includes('</AUDIT_RECORD>') || line.endsWith('/>'),
  },
  {
    // Oracle's operating system audit trail: a date, a pair a line, an empty line.
    decoder: oracle,
    starts: (line) => DATE.test(line),
    continues: (line, before) => line !== '' && !DATE.test(line) && (before.length > 1 || /^(?:LENGTH|ACTION) ?:/.test(line)),
    ends: () => false,
  },
]; // biome-ignore format: one table

/** Cheap test that every line passes through: what starts a block, or the frame around MySQL's records. */
function mayStart(text: string, code: number): boolean {
  if (code === 35) return text.charCodeAt(1) === 32;
  if (code === 60) return text.startsWith('<AUDIT') || text.startsWith('</AUDIT');
  if (code === 32 || code === 9) return text.length < 65_536 && text.trimStart().startsWith('<AUDIT_RECORD');
  return code >= 65 && code <= 90 && text.length <= 40;
}

/** Lines that belong together, whole. */
export interface JoinedBlock {
  readonly decoder: LineDecoder;
  /** As they came. */
  readonly lines: readonly string[];
  /** Without the white space around them, one below the other. */
  readonly text: string;
  /** Number of the first. */
  readonly record: number;
}

/** Joins the lines of records that only databases write over several lines. */
export class BlockJoiner {
  private block: Block | undefined;
  private lines: string[] = [];
  private raw: string[] = [];
  private length = 0;
  private record = 0;

  /**
   * Takes a line.
   *
   * @param done gets what the line completes.
   * @returns whether the line is part of a block; else it is the caller's.
   */
  takes(text: string, record: number, limits: FormatLimits, done: (block: JoinedBlock) => void): boolean {
    const code = text.charCodeAt(0);
    if (this.block === undefined && !mayStart(text, code)) return false;
    const line = text.trim();
    if (this.block !== undefined) {
      const room = this.lines.length < limits.joinedLines && this.length + text.length <= limits.lineChars;
      if (!room || !this.block.continues(line, this.lines)) this.end(done);
    }
    this.block ??= BLOCKS.find((block) => block.starts(line));
    if (this.block === undefined) {
      // The frame around MySQL's records.
      return code === 60 && (line === '<AUDIT>' || line === '</AUDIT>');
    }
    if (this.lines.length === 0) this.record = record;
    const whole = this.block.ends(line, this.lines);
    this.lines.push(line);
    this.raw.push(text);
    this.length += text.length;
    if (whole) this.end(done);
    return true;
  }

  /** Gives what is open. */
  end(done: (block: JoinedBlock) => void): void {
    const { block, lines, raw, record } = this;
    if (block === undefined) return;
    this.block = undefined;
    this.lines = [];
    this.raw = [];
    this.length = 0;
    done({ decoder: block.decoder, lines: raw, text: lines.join('\n'), record });
  }
}
