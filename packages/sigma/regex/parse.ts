import { RuleFault } from '../errors.ts';
import type { ActiveFlags, RegexNode } from './ast.ts';
import { parseClass, readEscape } from './escapes.ts';

/** Depth of groups; the parser recurses. */
const MAX_DEPTH = 100;
/** Largest count in `{n,m}`; RE2 has the same. */
const MAX_REPEAT = 1_000;

export interface RegexReader {
  readonly source: string;
  at: number;
  groups: number;
}

/**
 * Parses the flavour that the specification names (modifiers appendix, "Regular Expression") and what rules use beside
 * it: inline flags, lookaround, back references, POSIX classes. Throws `RuleFault('invalid_regex')`.
 */
export function parseRegex(source: string, flags: ActiveFlags): RegexNode {
  const reader: RegexReader = { source, at: 0, groups: 0 };
  const node = parseAlternatives(reader, flags, 0);
  if (reader.at < source.length) throw fault(reader, `')' without '('`);
  return node;
}

function parseAlternatives(reader: RegexReader, outer: ActiveFlags, depth: number): RegexNode {
  if (depth > MAX_DEPTH) throw fault(reader, `groups deeper than ${MAX_DEPTH}`);
  const branches: RegexNode[] = [];
  let sequence: RegexNode[] = [];
  let flags = outer;
  while (reader.at < reader.source.length && reader.source[reader.at] !== ')') {
    if (reader.source[reader.at] === '|') {
      reader.at++;
      branches.push({ kind: 'concat', of: sequence });
      sequence = [];
      continue;
    }
    const inline = /^\(\?([ims]*)(?:-([ims]+))?\)/.exec(reader.source.slice(reader.at, reader.at + 12));
    if (inline !== null) {
      // PCRE: a flag group acts to the end of its group, also over the alternatives that follow.
      flags = withFlags(flags, inline[1]!, inline[2] ?? '');
      reader.at += inline[0].length;
      continue;
    }
    sequence.push(parseRepeat(reader, parseAtom(reader, flags, depth)));
  }
  branches.push({ kind: 'concat', of: sequence });
  return branches.length === 1 ? branches[0]! : { kind: 'alternatives', of: branches };
}

function withFlags(flags: ActiveFlags, on: string, off: string): ActiveFlags {
  const value = (name: 'i' | 'm' | 's'): boolean => (on.includes(name) || flags[name]) && !off.includes(name);
  return { i: value('i'), m: value('m'), s: value('s') };
}

function parseAtom(reader: RegexReader, flags: ActiveFlags, depth: number): RegexNode {
  const char = reader.source[reader.at]!;
  switch (char) {
    case '(':
      return parseGroup(reader, flags, depth);
    case '[':
      return parseClass(reader, flags);
    case '\\':
      return readEscape(reader, flags);
    case '.':
      reader.at++;
      return { kind: 'any', all: flags.s };
    case '^':
    case '$':
      reader.at++;
      return { kind: 'assert', text: char, lines: flags.m };
    case '*':
    case '+':
    case '?':
      throw fault(reader, `'${char}' repeats nothing`);
    default: {
      const whole = String.fromCodePoint(reader.source.codePointAt(reader.at)!);
      reader.at += whole.length;
      return { kind: 'char', char: whole, fold: flags.i };
    }
  }
}

function parseGroup(reader: RegexReader, flags: ActiveFlags, depth: number): RegexNode {
  const head = /^\((?:\?(?:<([A-Za-z_]\w*)>|P<(\w+)>|([:=!]|<=|<!)|([ims]*)(?:-([ims]+))?:))?/.exec(
    reader.source.slice(reader.at, reader.at + 80),
  )!;
  if (head[0] === '(' && reader.source[reader.at + 1] === '?')
    throw fault(reader, 'this kind of group is not supported');
  reader.at += head[0].length;
  const kind = head[3];
  const capture = head[0] === '(' || head[1] !== undefined || head[2] !== undefined;
  if (capture) reader.groups++;
  const inner = head[4] === undefined && head[5] === undefined ? flags : withFlags(flags, head[4] ?? '', head[5] ?? '');
  const of = parseAlternatives(reader, inner, depth + 1);
  if (reader.source[reader.at] !== ')') throw fault(reader, `'(' without ')'`);
  reader.at++;
  const open = capture ? '(' : kind === '=' || kind === '!' || kind === '<=' || kind === '<!' ? OPEN[kind] : '(?:';
  return { kind: 'group', open, of };
}

const OPEN = { '=': '(?=', '!': '(?!', '<=': '(?<=', '<!': '(?<!' } as const;

function parseRepeat(reader: RegexReader, of: RegexNode): RegexNode {
  let node = of;
  for (;;) {
    const match = /^(?:[*+?]|\{(\d{1,6})(?:(,)(\d{0,6}))?\})/.exec(reader.source.slice(reader.at, reader.at + 20));
    if (match === null) return node;
    if (node.kind === 'repeat') throw fault(reader, 'a repeat of a repeat is not supported');
    reader.at += match[0].length;
    const [min, max] = bounds(match);
    if (min > MAX_REPEAT || (max !== Number.POSITIVE_INFINITY && max > MAX_REPEAT) || min > max)
      throw fault(reader, `the repeat ${match[0]} is not between 0 and ${MAX_REPEAT}`);
    const lazy = reader.source[reader.at] === '?';
    if (reader.source[reader.at] === '+') throw fault(reader, 'possessive repeats are not supported');
    if (lazy) reader.at++;
    node = { kind: 'repeat', of: node, min, max, lazy };
  }
}

function bounds(match: RegExpExecArray): [number, number] {
  const text = match[0];
  if (text === '*') return [0, Number.POSITIVE_INFINITY];
  if (text === '+') return [1, Number.POSITIVE_INFINITY];
  if (text === '?') return [0, 1];
  const min = Number(match[1]);
  if (match[2] === undefined) return [min, min];
  return [min, match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3])];
}

export function fault(reader: RegexReader, what: string): RuleFault {
  return new RuleFault(
    'invalid_regex',
    `the regular expression '${reader.source.slice(0, 200)}': ${what} at ${reader.at}`,
  );
}
