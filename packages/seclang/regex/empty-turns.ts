import { children, type Node } from './ast.ts';

/**
 * Whether a repetition has turns that match nothing and could so come to another match than PCRE's. There such a turn
 * is taken and ends the loop; in JavaScript (ECMA-262, RepeatMatcher) it fails and the next way through the item is
 * tried. The two agree as long as the item prefers any longer match to the empty one and captures nothing.
 */
export function hasEmptyTurns({ item, max }: Extract<Node, { type: 'repeat' }>): boolean {
  if (max === 0 || !nullable(item)) return false;
  return emptyBeforeMore(item) || hasCapture(item);
}

/** Whether a node can match the empty string. */
function nullable(node: Node): boolean {
  switch (node.type) {
    case 'set':
      return false;
    case 'sequence':
      return node.items.every(nullable);
    case 'alternation':
      return node.options.some(nullable);
    case 'repeat':
      return node.min === 0 || nullable(node.item);
    case 'capture':
    case 'atomic':
      return nullable(node.item);
    default:
      return true;
  }
}

/** Whether a node may try the empty string before some longer match. */
function emptyBeforeMore(node: Node): boolean {
  switch (node.type) {
    case 'set':
    case 'atomic':
    case 'look':
    case 'assert':
    case 'keepOut':
      return false;
    case 'backreference':
      return false;
    case 'sequence':
      return nullable(node) && node.items.some(emptyBeforeMore);
    case 'capture':
      return emptyBeforeMore(node.item);
    case 'repeat':
      return (node.mode === 'lazy' && node.min === 0 && node.max > 0) || emptyBeforeMore(node.item);
    case 'alternation':
      return node.options.some(
        (option, index) => emptyBeforeMore(option) || (nullable(option) && index < node.options.length - 1),
      );
  }
}

export function hasCapture(node: Node): boolean {
  return node.type === 'capture' || children(node).some(hasCapture);
}
