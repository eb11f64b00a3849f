import { WRAPPER_KEYS } from '../json/wrapper.ts';
import type { FormatLimits } from '../limits.ts';
import { JsonSplitter } from './json-values.ts';
import { LineSplitter } from './lines.ts';
import type { Splitter } from './pieces.ts';
import { XmlEventSplitter } from './xml-events.ts';

/** How the records of a file are told apart, seen from the text it starts with. */
export interface Framing {
  readonly kind: 'lines' | 'json' | 'xml';
  readonly splitter: Splitter;
}

const WRAPPER = new RegExp(`^\\s*\\{\\s*"(?:${WRAPPER_KEYS.join('|')})"\\s*:\\s*\\[`);

/** Chooses by the first bytes; a sample that tells nothing is lines. */
export function chooseFraming(sample: string, limits: FormatLimits): Framing {
  const start = /\S/.exec(sample)?.index ?? 0;
  const head = sample.slice(start, start + 256);
  if (/^(?:<\?xml[^>]*\?>\s*)?<(?:Events?)[\s>]/.test(head))
    return { kind: 'xml', splitter: new XmlEventSplitter(limits) };
  if (/^\[\s*(?:[{\]]|$)/.test(head)) {
    return { kind: 'json', splitter: new JsonSplitter({ kind: 'elements', start: start + 1, wrapper: false }, limits) };
  }
  if (head.startsWith('{')) {
    const wrapper = WRAPPER.exec(sample);
    if (wrapper !== null) {
      return {
        kind: 'json',
        splitter: new JsonSplitter({ kind: 'elements', start: wrapper[0].length, wrapper: true }, limits),
      };
    }
    if (isPretty(sample, start)) return { kind: 'json', splitter: new JsonSplitter({ kind: 'documents' }, limits) };
  }
  return { kind: 'lines', splitter: new LineSplitter(limits) };
}

/** A first line that opens more than it closes, followed by one that is no document of its own. */
function isPretty(sample: string, start: number): boolean {
  const end = sample.indexOf('\n', start);
  if (end < 0) return false;
  let depth = 0;
  let inString = false;
  for (let at = start; at < end; at++) {
    const code = sample.charCodeAt(at);
    if (inString) {
      if (code === 92) at += 1;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) depth += 1;
    else if (code === 125 || code === 93) depth -= 1;
  }
  const next = sample.charCodeAt(end + 1);
  return depth > 0 && next !== 123;
}
