import { ANY_CHAR, ANY_RUN, type PatternPart } from '../model.ts';
import { DASHES } from '../pattern/pattern.ts';

/** A run of units between two `*`: text where a unit is fixed, `?` or a dash class where it is not. */
interface Segment {
  readonly length: number;
  /** The text, where every unit is fixed. */
  readonly text: string | undefined;
  /** Per unit: the unit, -1 for `?`, -2 for a dash. */
  readonly units: Int32Array;
}

const CHAR = -1;
const DASH = -2;
const DASH_UNITS: ReadonlySet<number> = new Set(DASHES.map((dash) => dash.charCodeAt(0)));

/**
 * A matcher for a pattern with wildcards, over the whole value. Segments between stars are looked for from left to
 * right, each at its first place, which takes time linear in the value and never backtracks into a star.
 */
export function compileGlob(parts: readonly PatternPart[]): (value: string) => boolean {
  const segments: Segment[] = [];
  let run: PatternPart[] = [];
  for (const part of parts) {
    if (part !== ANY_RUN) run.push(part);
    else {
      segments.push(segment(run));
      run = [];
    }
  }
  segments.push(segment(run));
  const first = segments[0]!;
  const last = segments.at(-1)!;
  if (segments.length === 1) return (value) => value.length === first.length && fits(first, value, 0);
  const middle = segments.slice(1, -1).filter((each) => each.length > 0);
  const shortest = segments.reduce((sum, each) => sum + each.length, 0);
  return (value) => {
    if (value.length < shortest || !fits(first, value, 0)) return false;
    const end = value.length - last.length;
    if (!fits(last, value, end)) return false;
    let at = first.length;
    for (const each of middle) {
      at = find(each, value, at);
      if (at < 0) return false;
      at += each.length;
    }
    return at <= end;
  };
}

function segment(parts: readonly PatternPart[]): Segment {
  const units: number[] = [];
  for (const part of parts) {
    if (typeof part === 'string') for (let i = 0; i < part.length; i++) units.push(part.charCodeAt(i));
    else units.push(part === ANY_CHAR ? CHAR : DASH);
  }
  const text = parts.every((part) => typeof part === 'string') ? parts.join('') : undefined;
  return { length: units.length, text, units: Int32Array.from(units) };
}

function find(each: Segment, value: string, from: number): number {
  if (each.text !== undefined) return value.indexOf(each.text, from);
  for (let at = from; at <= value.length - each.length; at++) if (fits(each, value, at)) return at;
  return -1;
}

function fits(each: Segment, value: string, at: number): boolean {
  if (at < 0 || at + each.length > value.length) return false;
  if (each.text !== undefined) return value.startsWith(each.text, at);
  for (let i = 0; i < each.length; i++) {
    const unit = each.units[i]!;
    if (unit === CHAR) continue;
    const actual = value.charCodeAt(at + i);
    if (unit === DASH ? !DASH_UNITS.has(actual) : unit !== actual) return false;
  }
  return true;
}
