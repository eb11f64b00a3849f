import type { Decoded } from '@haechi/event';
import type { Sink } from '../decoder.ts';
import type { FormatLimits } from '../limits.ts';

/** How a line goes on from the one before: indented, or in the words of Java, .NET, Python and Go traces. */
const CONTINUES =
  /^(?:[ \t]+\S|Caused by: |Suppressed: |\.\.\. \d+ more|Traceback \(most recent call last\):|During handling of the above exception|goroutine \d+ \[)/;

/** Holds a text event back for one line, so that a stack trace that follows becomes part of it. */
export class TraceJoiner {
  private held: Decoded | undefined;
  private lines: string[] = [];
  private length = 0;

  begin(decoded: Decoded): void {
    this.held = decoded;
    this.lines = [decoded.raw];
    this.length = decoded.raw.length;
  }

  /** Takes the line if it goes on from the held event. */
  continues(line: string, limits: FormatLimits): boolean {
    if (this.held === undefined || !CONTINUES.test(line)) return false;
    if (this.lines.length >= limits.joinedLines || this.length + line.length > limits.lineChars) return false;
    this.lines.push(line);
    this.length += line.length;
    return true;
  }

  end(sink: Sink): void {
    const held = this.held;
    if (held === undefined) return;
    this.held = undefined;
    if (this.lines.length === 1) {
      sink.event(held);
      return;
    }
    const raw = this.lines.join('\n');
    held.event.error = { ...held.event.error, message: this.lines[0] as string };
    held.event.message = raw;
    held.native['message'] = raw;
    sink.event({ ...held, raw });
  }
}
