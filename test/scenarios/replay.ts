import type { Decoded, Reject } from '@haechi/event';
import { openDecoding } from '@haechi/formats';
import { compile, type Matcher, parseRules, type SigmaRule } from '@haechi/sigma';

/** A text with rules and the path it is named by. */
export interface RuleText {
  readonly path: string;
  readonly text: string;
}

/** Rules made ready for many replays. */
export interface Rulebook {
  readonly rules: readonly SigmaRule[];
  readonly matcher: Matcher;
}

/** Parses and compiles rules; a rule that cannot be loaded fails the test that asked for it. */
export function rulebook(texts: readonly RuleText[]): Rulebook {
  const rules = texts.flatMap(({ path, text }) => {
    const parsed = parseRules(text, { path });
    if (parsed.errors.length > 0) throw new Error(`${path}: ${JSON.stringify(parsed.errors)}`);
    return parsed.rules;
  });
  const matcher = compile(rules);
  if (matcher.rejected.length > 0) throw new Error(JSON.stringify(matcher.rejected));
  return { rules, matcher };
}

/** Raw lines decoded as the product decodes a file of them. */
export function decode(lines: readonly string[], now: number): { events: Decoded[]; rejects: Reject[] } {
  const events: Decoded[] = [];
  const rejects: Reject[] = [];
  const sink = { event: (event: Decoded) => events.push(event), reject: (reject: Reject) => rejects.push(reject) };
  const decoding = openDecoding({ now });
  lines.forEach((line, index) => {
    decoding.line(line, index + 1, sink);
  });
  decoding.flush(sink);
  return { events, rejects };
}
