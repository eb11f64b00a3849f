import type { Decoded, Reject } from '@haechi/event';
import { openDecoding } from '@haechi/formats';
import { compile, type Matcher, parseRules, type RuleMatch, type SigmaRule } from '@haechi/sigma';

/** Rules made ready for many replays. */
export interface Rulebook {
  readonly rules: readonly SigmaRule[];
  readonly matcher: Matcher;
}

/** Parses and compiles rules; a rule that cannot be loaded fails the test that asked for it. */
export function rulebook(files: readonly { readonly path: string; readonly text: string }[]): Rulebook {
  const rules = files.flatMap(({ path, text }) => {
    const parsed = parseRules(text, { path });
    if (parsed.errors.length > 0) throw new Error(`${path}: ${JSON.stringify(parsed.errors)}`);
    return parsed.rules;
  });
  const matcher = compile(rules);
  if (matcher.rejected.length > 0) throw new Error(JSON.stringify(matcher.rejected));
  return { rules, matcher };
}

/** Raw lines decoded as the product decodes a file of them. `now` dates lines without a year. */
export function decode(lines: readonly string[], now: number): { events: Decoded[]; rejects: Reject[] } {
  const events: Decoded[] = [];
  const rejects: Reject[] = [];
  const sink = {
    event: (event: Decoded) => void events.push(event),
    reject: (reject: Reject) => void rejects.push(reject),
  };
  const decoding = openDecoding({ now });
  lines.forEach((line, index) => {
    decoding.line(line, index + 1, sink);
  });
  decoding.flush(sink);
  return { events, rejects };
}

/** Every match on every event, in order; those that only feed a correlation are `silent`. */
export function matches(book: Rulebook, events: readonly Decoded[]): RuleMatch[] {
  return events.flatMap((event) => [...book.matcher.match(event.native, event.logsource)]);
}
