import { type Automaton, buildAutomaton } from '../prefilter/automaton.ts';
import { foldAscii } from '../prefilter/necessary.ts';
import type { BoundTest } from './operator.ts';

/** A test for any of many phrases, ASCII case ignored, in one pass; the phrase as the value has it is the capture. */
export function anyPhrase(phrases: readonly string[]): BoundTest {
  const folded = [...new Set(phrases.filter((phrase) => phrase !== '').map(foldAscii))];
  const automaton = buildAutomaton(folded);
  return {
    // One clause, so that no value passes unseen; without phrases nothing can match.
    necessary: folded.length === 0 ? [['\u{100}']] : [folded],
    test(value, captured) {
      const end = firstEnd(automaton, value);
      if (end === undefined) return false;
      if (captured !== undefined) {
        const length = folded[end.literal]!.length;
        captured.splice(0, captured.length, value.slice(end.at - length, end.at));
      }
      return true;
    },
  };
}

function firstEnd(automaton: Automaton, value: string): { at: number; literal: number } | undefined {
  const { classOf, width, delta, firstOutput, outputStart, outputs } = automaton;
  let state = 0;
  for (let index = 0; index < value.length; index++) {
    state = delta[state + classOf[value.charCodeAt(index) & 255]!]!;
    if (state >= firstOutput) return { at: index + 1, literal: outputs[outputStart[(state - firstOutput) / width]!]! };
  }
  return undefined;
}
