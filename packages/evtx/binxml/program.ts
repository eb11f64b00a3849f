import type { Scalar } from '../values/scalar.ts';

/**
 * Operations of a compiled template, in document order. An element with no attribute in JSON and at most one piece of
 * content is a single leaf operation; everything else is spelled out.
 */
export const OP = {
  /** `<name`: an element whose value is made of the operations up to its `close`. */
  open: 0,
  /** ` name="text"` */
  attributeText: 1,
  /** ` name="%sub"` */
  attributeSub: 2,
  /** ` name="`: an attribute of several pieces, up to `attributeClose`. */
  attributeOpen: 3,
  attributeClose: 4,
  /** `>`: end of the attributes of an element that has content. */
  body: 5,
  text: 6,
  sub: 7,
  /** `</name>` or `/>` */
  close: 8,
  /** `<name>text</name>` */
  leafText: 9,
  /** `<name>%sub</name>` */
  leafSub: 10,
} as const;

/** Where an element's value goes in JSON. */
export const PLACE = {
  /** Under its name. */
  named: 0,
  /** A `Data` element with a fixed `Name`: under that name. */
  dataNamed: 1,
  /** A `Data` element: under the `Name` it turns out to have, else in the list `Data.#text`. */
  data: 2,
} as const;

export interface Op {
  readonly code: number;
  /** Key in JSON. */
  readonly key: string;
  readonly place: number;
  /** `leafText`, `text`, `attributeText`: the constant value. */
  readonly value: Scalar;
  /** Index of the template value; for `open`, of the only content, which repeats the element when it is an array. */
  readonly sub: number;
  /** An optional substitution: the attribute or element that holds nothing else is left out when the value is null. */
  readonly optional: boolean;
  /** Inside an attribute value, where quotes are escaped too. */
  readonly inAttribute: boolean;
  /** XML before the content, ready to write. */
  readonly head: string;
  /** XML behind the content, ready to write. */
  readonly tail: string;
}

/** An element that is repeated for each item of an array value: what one more copy costs. */
export interface Repeat {
  readonly sub: number;
  readonly fixedWork: number;
  readonly attributeSubs: readonly number[];
}

/** A template definition or a bare fragment, compiled to a flat list of operations. */
export interface Program {
  readonly ops: readonly Op[];
  /** Operations plus constant text, in work units. */
  readonly fixedWork: number;
  /** How often each template value is used; shorter than the values when the last are not. */
  readonly uses: readonly number[];
  readonly repeats: readonly Repeat[];
  /** Offset in the chunk behind the compiled element. */
  readonly end: number;
}

/** Index of the `close` of the element whose `open` is at `at`. */
export function behindElement(ops: readonly Op[], at: number): number {
  let depth = 0;
  for (let i = at; i < ops.length; i++) {
    if (ops[i]!.code === OP.open) depth++;
    else if (ops[i]!.code === OP.close && --depth === 0) return i;
  }
  return ops.length;
}
