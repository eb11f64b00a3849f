import { jsonItems } from '../values/array.ts';
import { jsonScalar, type Scalar } from '../values/scalar.ts';
import { ARRAY, TYPE } from '../values/types.ts';
import type { ChunkContext } from './chunk-context.ts';
import { type Instance, opensRoot, readInstance, rootOf } from './measure.ts';
import { behindElement, OP, type Op, PLACE, type Program } from './program.ts';
import { TOKEN } from './tokens.ts';
import { ValueStack } from './values.ts';

export type JsonValue = Scalar | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

/** An element that is open: `object` once it has attributes or children, `text` once it has content. */
interface Frame {
  key: string;
  place: number;
  object: JsonObject | undefined;
  text: Scalar | Scalar[] | undefined;
  children: boolean;
  /** Names given more than once, with the next number; most elements have none. */
  repeated: Map<string, number> | undefined;
}

const values = new ValueStack();
const frames: Frame[] = [];
let depth = -1;

/**
 * The record's element or instance from `at` to `end` as the object that `JSON.parse` would give of it. The caller has
 * measured it.
 */
export function renderJson(chunk: ChunkContext, at: number, end: number): JsonObject {
  depth = -1;
  values.top = 0;
  const root = open('', PLACE.named);
  renderRoot(chunk, rootOf(chunk.bytes, at, end), end);
  return root.object ?? {};
}

function open(key: string, place: number): Frame {
  depth++;
  let frame = frames[depth];
  if (frame === undefined) {
    frame = { key, place, object: undefined, text: undefined, children: false, repeated: undefined };
    frames.push(frame);
    return frame;
  }
  frame.key = key;
  frame.place = place;
  frame.object = undefined;
  frame.text = undefined;
  frame.children = false;
  frame.repeated = undefined;
  return frame;
}

/** Renders one element or instance into the open frame; answers the offset behind it. */
function renderRoot(chunk: ChunkContext, at: number, end: number): number {
  const { bytes } = chunk;
  if (bytes[at] !== TOKEN.templateInstance) {
    const program = chunk.fragment(at, end) as Program;
    run(chunk, program, 0, 0);
    return program.end;
  }
  const instance: Instance = { definition: 0, values: 0 };
  readInstance(bytes, at, end, instance);
  const base = values.top;
  const count = values.push(bytes, instance.values);
  const next = count === 0 ? instance.values + 4 : values.at[values.top - 1]! + values.size[values.top - 1]!;
  run(chunk, chunk.template(instance.definition) as Program, base, count);
  values.top = base;
  return next;
}

/** Renders the fragments of a BinXML value into the open frame. */
function renderNested(chunk: ChunkContext, at: number, size: number): void {
  const { bytes } = chunk;
  const end = at + size;
  let next = at;
  do next = renderRoot(chunk, rootOf(bytes, next, end), end);
  while (next < end && (bytes[next] === TOKEN.fragmentHeader || opensRoot(bytes[next]!)));
}

function run(chunk: ChunkContext, program: Program, base: number, count: number): void {
  const { ops } = program;
  for (let i = 0; i < ops.length; i++) {
    const op = ops[i]!;
    switch (op.code) {
      case OP.leafSub:
        leafSub(chunk, op, base, count);
        break;
      case OP.leafText:
        place(frames[depth]!, op.key, op.place, op.value);
        break;
      case OP.open:
        if (op.optional && isNull(op, base, count)) i = behindElement(ops, i);
        else open(op.key, op.place);
        break;
      case OP.close:
        close();
        break;
      case OP.attributeText:
        attribute(frames[depth]!, op.key, op.value);
        break;
      case OP.attributeSub:
        if (!isNull(op, base, count)) attribute(frames[depth]!, op.key, decode(chunk, base + op.sub) ?? '');
        break;
      case OP.attributeOpen:
        open(op.key, PLACE.named);
        break;
      case OP.attributeClose: {
        const { text, key } = frames[depth]!;
        depth--;
        if (text !== undefined && text !== null) attribute(frames[depth]!, key, text);
        break;
      }
      case OP.text:
        addText(frames[depth]!, op.value);
        break;
      case OP.sub:
        if (!isNull(op, base, count)) sub(chunk, op, base + op.sub);
        break;
    }
  }
}

function isNull(op: Op, base: number, count: number): boolean {
  return op.sub >= count || values.type[base + op.sub] === TYPE.null;
}

function decode(chunk: ChunkContext, index: number): Scalar | Scalar[] {
  const type = values.type[index]!;
  const at = values.at[index]!;
  const size = values.size[index]!;
  if ((type & ARRAY) === 0) return jsonScalar(chunk.bytes, type, at, size, chunk.ansi);
  const items = jsonItems(chunk.bytes, type & ~ARRAY, at, size, chunk.ansi);
  return items.length > 1 ? items : (items[0] ?? null);
}

function leafSub(chunk: ChunkContext, op: Op, base: number, count: number): void {
  const index = base + op.sub;
  const absent = isNull(op, base, count);
  if (absent && op.optional) return;
  if (!absent && values.type[index] === TYPE.binXml) {
    open(op.key, op.place);
    if (values.size[index] !== 0) renderNested(chunk, values.at[index]!, values.size[index]!);
    close();
    return;
  }
  place(frames[depth]!, op.key, op.place, absent ? null : decode(chunk, index));
}

function sub(chunk: ChunkContext, op: Op, index: number): void {
  if (values.type[index] === TYPE.binXml) {
    if (values.size[index] !== 0 && !op.inAttribute) renderNested(chunk, values.at[index]!, values.size[index]!);
    return;
  }
  const value = decode(chunk, index);
  if (value !== null) addText(frames[depth]!, value);
}

function addText(frame: Frame, value: Scalar | Scalar[]): void {
  frame.text = frame.text === undefined ? value : `${joined(frame.text)}${joined(value)}`;
}

function joined(value: Scalar | Scalar[]): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}

function attribute(frame: Frame, key: string, value: Scalar | Scalar[]): void {
  if (key === 'Name' && frame.place === PLACE.data) {
    const name = joined(value);
    if (name === '') return;
    frame.key = name;
    frame.place = PLACE.dataNamed;
    return;
  }
  const object = (frame.object ??= {});
  const attributes = (object['#attributes'] ??= {}) as JsonObject;
  set(attributes, key, value);
}

function close(): void {
  const { key, place: where, object, text, children } = frames[depth]!;
  depth--;
  if (object === undefined) place(frames[depth]!, key, where, text ?? null);
  else {
    if (text !== undefined && !(children && isBlank(text))) object['#text'] = text;
    place(frames[depth]!, key, where, object);
  }
}

/** Spaces between child elements are layout, not content. */
function isBlank(text: Scalar | Scalar[]): boolean {
  return typeof text === 'string' && text.trim() === '';
}

/** Puts a finished element into its parent. */
function place(parent: Frame, key: string, where: number, value: JsonValue): void {
  const object = (parent.object ??= {});
  parent.children = true;
  if (where === PLACE.data) addData(object, value);
  else if (object[key] === undefined) set(object, key, value);
  else if (Object.hasOwn(object, key)) addRepeated(parent, object, key, value);
  else set(object, key, value);
}

/** A name that came before gets a number: `Header`, `Header_1`, `Header_2`. */
function addRepeated(parent: Frame, object: JsonObject, key: string, value: JsonValue): void {
  const repeated = (parent.repeated ??= new Map());
  let number = repeated.get(key) ?? 1;
  while (Object.hasOwn(object, `${key}_${number}`)) number++;
  repeated.set(key, number + 1);
  set(object, `${key}_${number}`, value);
}

/** `Data` without a name: `{"Data": {"#text": …}}`, with a list once there is more than one. */
function addData(object: JsonObject, value: JsonValue): void {
  const data = Object.hasOwn(object, 'Data') ? object['Data'] : undefined;
  if (data === undefined) {
    object['Data'] = { '#text': value };
    return;
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    object['Data'] = { '#text': [data, value].flat() };
    return;
  }
  const text = data['#text'];
  const items = Array.isArray(text) ? text : [text ?? null];
  if (Array.isArray(value)) items.push(...value);
  else items.push(value);
  data['#text'] = items;
}

/** Sets an own property whatever its name is: `__proto__` too becomes data, as with `JSON.parse`. */
function set(object: JsonObject, key: string, value: JsonValue): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else object[key] = value;
}
