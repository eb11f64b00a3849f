import { setFlagsFromString } from 'node:v8';
import { grokLimits } from './limits.ts';

// Allows the flag `l`: a regular expression that runs in linear time or is refused. Holds for the process, its threads
// included, and changes no expression without the flag.
setFlagsFromString('--enable-experimental-regexp-engine');

/** Whether V8's quick engine hands over to the linear one, as the launcher tells it to; threads inherit it. */
const fallsBack = process.execArgv.some((argument) =>
  argument.startsWith('--enable-experimental-regexp-engine-on-excessive-backtracks'),
);

/** Finds the first match of one expression in a line, in time linear in the line. */
export interface LinearSearch {
  /** Characters of the longest line that is read; below 1 where the expression is too large for any. */
  readonly lineChars: number;
  /** Null where there is no match or the line is longer than `lineChars`. */
  exec(line: string): RegExpExecArray | null;
}

/** @throws SyntaxError where the source is no regular expression, or none that the linear engine can run */
export function linearSearch(source: string): LinearSearch {
  const linear = new RegExp(source, 'l');
  const quick = fallsBack ? new RegExp(source) : linear;
  const { lineChars, quickChars, steps } = grokLimits;
  const longest = Math.min(lineChars, Math.floor(steps / sizeOf(source)));
  return {
    lineChars: longest >= quickChars ? longest : 0,
    exec: (line) => (line.length > longest ? null : (line.length <= quickChars ? quick : linear).exec(line)),
  };
}

/** Characters that the source matches: each class, escape and literal once, and each further branch of a choice. */
function sizeOf(source: string): number {
  const atoms = source.replaceAll('(?:', '(').match(/\[(?:\\[\s\S]|[^\]\\])*\]|\\[\s\S]|[^()?*+^$]/g);
  return Math.max(1, atoms?.length ?? 0);
}
