import { type CustomFormat, customDecoder } from '@haechi/formats';

/** Parsers that are known to compile or not: a list asks for all of a tenant's at each look. */
const MOST_KNOWN = 10_000;

interface Answer {
  readonly problem: unknown;
}
const known = new Map<string, Answer>();

/** The fault with which a stored parser does not compile any more, because the rules have become stricter; else `undefined`. */
export function problemOf(format: Pick<CustomFormat, 'name' | 'kind' | 'expression' | 'timeZone'>): unknown {
  const key = JSON.stringify([format.kind, format.expression, format.timeZone]);
  let answer = known.get(key);
  if (answer === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, (answer = { problem: faultOf(format) }));
  }
  return answer.problem;
}

function faultOf(format: CustomFormat): unknown {
  try {
    customDecoder(format);
    return undefined;
  } catch (error) {
    return error;
  }
}
