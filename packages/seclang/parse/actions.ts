import { RuleRefusal } from '../errors.ts';

/** One action as written: `setvar:'tx.score=+1'` has the argument `tx.score=+1`. */
export interface ActionSpec {
  /** Name in lower case. */
  readonly name: string;
  readonly argument: string;
}

/**
 * Parses an action list, items parted by commas. An argument in single quotes may hold commas; inside, a backslash
 * before a quote stands for the quote. Throws `RuleRefusal` for a malformed item.
 */
export function parseActions(text: string): ActionSpec[] {
  const actions: ActionSpec[] = [];
  let at = 0;
  for (;;) {
    at += /^[\s,]*/.exec(text.slice(at))![0].length;
    if (at >= text.length) return actions;
    const head = /^([A-Za-z_][A-Za-z0-9_]*)\s*(:?)\s*/.exec(text.slice(at));
    if (head === null) throw new RuleRefusal('syntax', `malformed action at '${text.slice(at, at + 30)}'`);
    at += head[0].length;
    const name = head[1]!.toLowerCase();
    if (head[2] === '') {
      actions.push({ name, argument: '' });
    } else {
      const { argument, next } = readArgument(text, at);
      actions.push({ name, argument });
      at = next;
    }
    if (at < text.length && !/^\s*,/.test(text.slice(at)) && text.slice(at).trim() !== '')
      throw new RuleRefusal('syntax', `expected a comma at '${text.slice(at, at + 30)}'`);
  }
}

function readArgument(text: string, start: number): { argument: string; next: number } {
  if (text[start] === "'") {
    const close = closing(text, start);
    return { argument: text.slice(start + 1, close).replaceAll("\\'", "'"), next: close + 1 };
  }
  // `ctl:x='a,b'`: a quote after the option name holds its commas as well.
  let at = start;
  while (at < text.length && text[at] !== ',')
    at = text[at] === "'" && text[at - 1] === '=' ? closing(text, at) + 1 : at + 1;
  const argument = text.slice(start, at).trim();
  return { argument: argument.replace(/='(.*)'$/s, '=$1'), next: at };
}

function closing(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === "'") return at;
  }
  throw new RuleRefusal('syntax', `quote not closed in actions: ${text.slice(open, open + 40)}`);
}
