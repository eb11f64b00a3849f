import type { Node } from './ast.ts';
import { type ByteSet, byteRanges, members } from './byte-set.ts';

/** Letters, digits, space, dot, hyphen and underscore: what names, words and numbers are written with. */
const PLAIN: ByteSet = byteRanges(32, 32, 45, 46, 48, 57, 65, 90, 95, 95, 97, 122);

/** Every other byte, as strings of one. */
export const NOT_PLAIN: readonly string[] = members(PLAIN.map((flag) => 1 - flag)).map((byte) =>
  String.fromCharCode(byte),
);

/**
 * The pattern as it is for plain text alone: what needs another byte is cut away. Rules against commands allow quotes
 * and the like between all letters, and without these they are lists of words. Whatever plain text the pattern matches,
 * the result matches; `undefined` where there is none.
 */
export function onPlainText(node: Node): Node | undefined {
  switch (node.type) {
    case 'set': {
      const set = node.set.map((flag, byte) => flag & PLAIN[byte]!);
      return set.includes(1) ? { type: 'set', set } : undefined;
    }
    case 'sequence': {
      const items: Node[] = [];
      for (const item of node.items) {
        const plain = onPlainText(item);
        if (plain === undefined) return undefined;
        items.push(plain);
      }
      return { type: 'sequence', items };
    }
    case 'alternation': {
      const options = node.options.flatMap((option) => onPlainText(option) ?? []);
      return options.length === 0 ? undefined : { type: 'alternation', options };
    }
    case 'repeat': {
      const item = onPlainText(node.item);
      if (item !== undefined) return { ...node, item };
      return node.min === 0 ? { type: 'sequence', items: [] } : undefined;
    }
    case 'capture':
    case 'atomic': {
      const item = onPlainText(node.item);
      return item === undefined ? undefined : { ...node, item };
    }
    // What they look at is not what is matched.
    case 'look':
    case 'assert':
    case 'keepOut':
    case 'backreference':
      return node;
  }
}
