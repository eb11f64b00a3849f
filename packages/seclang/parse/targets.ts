import { RuleRefusal } from '../errors.ts';

/** One item of a rule's variable list: `ARGS`, `!ARGS:id`, `&TX:/^score_/`. */
export interface TargetSpec {
  /** Name in upper case. */
  readonly variable: string;
  readonly kind: 'include' | 'exclude' | 'count';
  readonly selector?: Selector;
}

type Selector = { readonly kind: 'key'; readonly key: string } | { readonly kind: 'pattern'; readonly pattern: string };

/**
 * Parses a variable list, items parted by `|` or commas. A selector in slashes is a pattern; quotes around it are
 * dropped. Throws `RuleRefusal` for an empty or malformed item.
 */
export function parseTargets(text: string): TargetSpec[] {
  const targets: TargetSpec[] = [];
  let at = 0;
  while (at < text.length) {
    const head = /^\s*([!&]?)\s*([A-Za-z_]+)(:?)/.exec(text.slice(at));
    if (head === null) throw new RuleRefusal('syntax', `malformed variable list at '${text.slice(at, at + 30)}'`);
    at += head[0].length;
    const kind = head[1] === '!' ? 'exclude' : head[1] === '&' ? 'count' : 'include';
    const variable = head[2]!.toUpperCase();
    if (head[3] === '') targets.push({ variable, kind });
    else {
      const { selector, next } = readSelector(text, at, variable);
      targets.push({ variable, kind, selector });
      at = next;
    }
    const gap = /^\s*(?:[|,]|$)/.exec(text.slice(at));
    if (gap === null) throw new RuleRefusal('syntax', `malformed variable list at '${text.slice(at, at + 30)}'`);
    at += gap[0].length;
  }
  if (targets.length === 0) throw new RuleRefusal('syntax', 'empty variable list');
  return targets;
}

function readSelector(text: string, start: number, variable: string): { selector: Selector; next: number } {
  const quoted = text[start] === "'";
  const at = quoted ? start + 1 : start;
  // XPath starts with a slash as well: there it is never a pattern.
  if (text[at] === '/' && variable !== 'XML') {
    const pattern = /^\/((?:[^/\\]|\\.)*)\//s.exec(text.slice(at));
    if (pattern === null) throw new RuleRefusal('syntax', `pattern not closed: ${text.slice(at, at + 30)}`);
    const next = at + pattern[0].length + (quoted ? 1 : 0);
    return { selector: { kind: 'pattern', pattern: pattern[1]!.replaceAll('\\/', '/') }, next };
  }
  const key = (quoted ? /^[^']*/ : /^[^|,]*/).exec(text.slice(at))![0];
  const next = at + key.length + (quoted ? 1 : 0);
  if (key.trim() === '') throw new RuleRefusal('syntax', `${variable}: names nothing behind the colon`);
  return { selector: { kind: 'key', key: key.trim() }, next };
}
