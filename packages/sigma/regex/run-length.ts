import type { RegexNode } from './ast.ts';
import { emitRegex } from './javascript.ts';

/** Counts from which a loop is better than as many states. */
const MANY = 50;

/**
 * `.{1000,}` and the like, alone: whether a value has a run of so many characters of one set. `undefined` where the
 * expression is anything else. An automaton would need a state for each character of the run.
 */
export function runLengthTest(node: RegexNode): ((value: string) => boolean) | undefined {
  const repeat = single(node);
  if (repeat?.kind !== 'repeat' || repeat.min < MANY) return undefined;
  const unit = single(repeat.of);
  if (unit === undefined || (unit.kind !== 'any' && unit.kind !== 'class')) return undefined;
  const set = new RegExp(emitRegex(unit));
  const ascii = Uint8Array.from({ length: 128 }, (_, code) => Number(set.test(String.fromCharCode(code))));
  const { min } = repeat;
  return (value) => {
    let run = 0;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      const inSet = code < 128 ? ascii[code] === 1 : set.test(value[i]!);
      run = inSet ? run + 1 : 0;
      if (run >= min) return true;
    }
    return false;
  };
}

/** The only node of a sequence or group, however wrapped. */
function single(node: RegexNode): RegexNode | undefined {
  if (node.kind === 'concat') return node.of.length === 1 ? single(node.of[0]!) : undefined;
  if (node.kind === 'group') return node.open === '(' || node.open === '(?:' ? single(node.of) : undefined;
  return node;
}
