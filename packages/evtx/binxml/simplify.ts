import { OP, type Op, PLACE, type Repeat } from './program.ts';

/**
 * Rewrites the operations of one finished element, `ops[first]` to the end, into the fewest: attributes of one piece
 * become one operation each, and an element without attributes in JSON and with at most one piece of content becomes
 * one leaf.
 *
 * @param name the element's name as XML has it
 * @returns what one more copy costs, for an element that an array value may repeat
 */
export function simplify(ops: Op[], first: number, name: string): Repeat | undefined {
  const content = joinAttributes(ops, first);
  const open = ops[first]!;
  const dataName = open.place === PLACE.data && content === first + 2 ? fixedName(ops[first + 1]!) : undefined;
  const only = ops.length - content === 3 && ops[content]!.code === OP.body ? ops[content + 1]! : undefined;
  const single = only?.code === OP.sub || only?.code === OP.text ? only : undefined;
  const empty = ops[content]!.code === OP.close || ops.length - content === 2;
  const bare = content === first + 1;
  if ((bare || dataName !== undefined) && (single !== undefined || empty)) {
    const head = bare ? open.head : open.head + ops[first + 1]!.head;
    const place = dataName === undefined ? open.place : PLACE.dataNamed;
    ops.length = first;
    ops.push(leaf({ ...open, key: dataName ?? open.key, place, head }, name, single));
    return single?.code === OP.sub
      ? { sub: single.sub, fixedWork: head.length + name.length, attributeSubs: [] }
      : undefined;
  }
  if (single?.code !== OP.sub) return undefined;
  ops[first] = { ...open, sub: single.sub, optional: single.optional };
  const attributes = ops.slice(first, content);
  return {
    sub: single.sub,
    fixedWork: attributes.reduce((sum, op) => sum + op.head.length, name.length),
    attributeSubs: attributes.filter((op) => op.code === OP.attributeSub || op.code === OP.sub).map((op) => op.sub),
  };
}

function leaf(open: Op, name: string, content: Op | undefined): Op {
  if (content?.code === OP.sub)
    return {
      ...open,
      code: OP.leafSub,
      sub: content.sub,
      optional: content.optional,
      head: `${open.head}>`,
      tail: `</${name}>`,
    };
  if (content === undefined) return { ...open, code: OP.leafText, head: `${open.head}/>` };
  return { ...open, code: OP.leafText, value: content.value, head: `${open.head}>${content.head}</${name}>` };
}

/** Joins `attributeOpen, piece, attributeClose` of the element at `first`; answers the index behind its attributes. */
function joinAttributes(ops: Op[], first: number): number {
  let from = first + 1;
  let to = first + 1;
  while (ops[from]!.code === OP.attributeOpen) {
    const open = ops[from]!;
    const piece = ops[from + 1]!;
    if (piece.code === OP.attributeClose) {
      ops[to++] = { ...open, code: OP.attributeText, value: '', head: `${open.head}"` };
      from += 2;
    } else if (ops[from + 2]!.code === OP.attributeClose) {
      ops[to++] =
        piece.code === OP.sub
          ? { ...open, code: OP.attributeSub, sub: piece.sub, optional: piece.optional, tail: '"' }
          : { ...open, code: OP.attributeText, value: piece.value, head: `${open.head}${piece.head}"` };
      from += 3;
    } else {
      while (ops[from]!.code !== OP.attributeClose) ops[to++] = ops[from++]!;
      ops[to++] = ops[from++]!;
    }
  }
  if (to !== from) {
    ops.copyWithin(to, from);
    ops.length -= from - to;
  }
  return to;
}

/** The text of a fixed `Name` attribute. */
function fixedName(op: Op): string | undefined {
  return op.code === OP.attributeText && op.key === 'Name' && op.value !== '' ? String(op.value) : undefined;
}
