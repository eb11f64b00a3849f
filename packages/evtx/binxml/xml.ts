import { xmlItems } from '../values/array.ts';
import { xmlScalar } from '../values/scalar.ts';
import { ARRAY, TYPE } from '../values/types.ts';
import type { ChunkContext } from './chunk-context.ts';
import { escapeAttribute, escapeText } from './escape.ts';
import { type Instance, opensRoot, readInstance, rootOf } from './measure.ts';
import { behindElement, OP, type Op, type Program } from './program.ts';
import { TOKEN } from './tokens.ts';
import { ValueStack } from './values.ts';

const values = new ValueStack();
let next = 0;

/** The record's element or instance from `at` to `end` as XML text. The caller has measured it. */
export function renderXml(chunk: ChunkContext, at: number, end: number): string {
  values.top = 0;
  return renderRoot(chunk, rootOf(chunk.bytes, at, end), end);
}

/** One element or instance; leaves the offset behind it in `next`. */
function renderRoot(chunk: ChunkContext, at: number, end: number): string {
  const { bytes } = chunk;
  if (bytes[at] !== TOKEN.templateInstance) {
    const program = chunk.fragment(at, end) as Program;
    const out = run(chunk, program.ops, 0, program.ops.length, 0, 0);
    next = program.end;
    return out;
  }
  const instance: Instance = { definition: 0, values: 0 };
  readInstance(bytes, at, end, instance);
  const base = values.top;
  const count = values.push(bytes, instance.values);
  const behind = count === 0 ? instance.values + 4 : values.at[values.top - 1]! + values.size[values.top - 1]!;
  const { ops } = chunk.template(instance.definition) as Program;
  const out = run(chunk, ops, 0, ops.length, base, count);
  values.top = base;
  next = behind;
  return out;
}

function renderNested(chunk: ChunkContext, at: number, size: number): string {
  if (size === 0) return '';
  const { bytes } = chunk;
  const end = at + size;
  next = at;
  let out = '';
  do out += renderRoot(chunk, rootOf(bytes, next, end), end);
  while (next < end && (bytes[next] === TOKEN.fragmentHeader || opensRoot(bytes[next]!)));
  return out;
}

function run(chunk: ChunkContext, ops: readonly Op[], from: number, to: number, base: number, count: number): string {
  let out = '';
  for (let i = from; i < to; i++) {
    const op = ops[i]!;
    switch (op.code) {
      case OP.leafSub:
        if (isNull(op, base, count)) out += op.optional ? '' : op.head + op.tail;
        else if ((values.type[base + op.sub]! & ARRAY) === 0)
          out += op.head + text(chunk, base + op.sub, false) + op.tail;
        else for (const item of items(chunk, base + op.sub)) out += op.head + escapeText(item) + op.tail;
        break;
      case OP.attributeSub:
        if (!isNull(op, base, count)) out += op.head + text(chunk, base + op.sub, true) + op.tail;
        else if (!op.optional) out += op.head + op.tail;
        break;
      case OP.sub:
        if (!isNull(op, base, count)) out += text(chunk, base + op.sub, op.inAttribute);
        break;
      case OP.open:
        if (op.optional && isNull(op, base, count)) i = behindElement(ops, i);
        else if (op.sub >= 0 && op.sub < count && (values.type[base + op.sub]! & ARRAY) !== 0) {
          // The element's only content is an array: body, sub and close follow its attributes.
          const body = bodyAfter(ops, i);
          const head = op.head + run(chunk, ops, i + 1, body, base, count) + ops[body]!.head;
          const tail = ops[body + 2]!.head;
          for (const item of items(chunk, base + op.sub)) out += head + escapeText(item) + tail;
          i = body + 2;
        } else out += op.head;
        break;
      default:
        out += op.head;
    }
  }
  return out;
}

function isNull(op: Op, base: number, count: number): boolean {
  return op.sub >= count || values.type[base + op.sub] === TYPE.null;
}

function bodyAfter(ops: readonly Op[], at: number): number {
  let i = at;
  while (ops[i]!.code !== OP.body) i++;
  return i;
}

/** Items of an array value; an empty array still shows its element once. */
function items(chunk: ChunkContext, index: number): string[] {
  const type = values.type[index]! & ~ARRAY;
  const found = xmlItems(chunk.bytes, type, values.at[index]!, values.size[index]!, chunk.ansi);
  return found.length === 0 ? [''] : found;
}

function text(chunk: ChunkContext, index: number, inAttribute: boolean): string {
  const type = values.type[index]!;
  const at = values.at[index]!;
  const size = values.size[index]!;
  if (type === TYPE.binXml) return inAttribute ? '' : renderNested(chunk, at, size);
  const plain =
    (type & ARRAY) === 0
      ? xmlScalar(chunk.bytes, type, at, size, chunk.ansi)
      : xmlItems(chunk.bytes, type & ~ARRAY, at, size, chunk.ansi).join(',');
  return inAttribute ? escapeAttribute(plain) : escapeText(plain);
}
