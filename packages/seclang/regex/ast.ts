import type { ByteSet } from './byte-set.ts';

/** How a repetition gives back what it took. */
export type RepeatMode = 'greedy' | 'lazy' | 'possessive';

/** Zero-width tests without content. `lineStart` and `lineEnd` are `^` and `$` under `(?m)`. */
export type AssertKind = 'start' | 'end' | 'endOrFinalNewline' | 'lineStart' | 'lineEnd' | 'word' | 'notWord';

/** A parsed PCRE pattern. Case folding and classes are already resolved to byte sets. */
export type Node =
  | { readonly type: 'set'; readonly set: ByteSet }
  | { readonly type: 'sequence'; readonly items: readonly Node[] }
  | { readonly type: 'alternation'; readonly options: readonly Node[] }
  | {
      readonly type: 'repeat';
      readonly item: Node;
      readonly min: number;
      readonly max: number;
      readonly mode: RepeatMode;
    }
  | { readonly type: 'capture'; readonly item: Node; readonly index: number }
  | { readonly type: 'atomic'; readonly item: Node }
  | { readonly type: 'look'; readonly item: Node; readonly behind: boolean; readonly negative: boolean }
  | { readonly type: 'backreference'; readonly index: number; readonly caseless: boolean }
  | { readonly type: 'assert'; readonly kind: AssertKind }
  | { readonly type: 'keepOut' };

/** A parsed pattern with the number of its capturing groups. */
export interface Pattern {
  readonly root: Node;
  readonly captures: number;
}

/** Thrown for a pattern that cannot be translated exactly; the message says why and where. */
export class RegexRefusal extends Error {
  /** 0-based offset in the pattern, where known. */
  readonly offset: number | undefined;

  constructor(message: string, offset?: number) {
    super(offset === undefined ? message : `${message} at offset ${offset}`);
    this.name = 'RegexRefusal';
    this.offset = offset;
  }
}

/** The child nodes of a node. */
export function children(node: Node): readonly Node[] {
  switch (node.type) {
    case 'sequence':
      return node.items;
    case 'alternation':
      return node.options;
    case 'repeat':
    case 'capture':
    case 'atomic':
    case 'look':
      return [node.item];
    default:
      return [];
  }
}
