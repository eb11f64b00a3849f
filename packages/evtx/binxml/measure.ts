import type { RecordDamageCode } from '../damage.ts';
import { u16, u32 } from '../layout.ts';
import { LIMITS } from '../limits.ts';
import { ARRAY, TYPE } from '../values/types.ts';
import { type ChunkContext, TEMPLATE_HEADER_BYTES } from './chunk-context.ts';
import type { Program } from './program.ts';
import { MORE, TOKEN } from './tokens.ts';
import { valueWork } from './work.ts';

/** Token, version, template id, offset of the definition. */
const INSTANCE_HEADER_BYTES = 10;
const FRAGMENT_HEADER_BYTES = 4;

/** Where a template instance keeps its parts. */
export interface Instance {
  definition: number;
  /** Offset of the number of values; the descriptors follow, then the values. */
  values: number;
}

/**
 * Reads the head of the template instance at `at` into `into`.
 *
 * @returns false when it does not fit below `end`
 */
export function readInstance(bytes: Buffer, at: number, end: number, into: Instance): boolean {
  let next = at + INSTANCE_HEADER_BYTES;
  if (next > end) return false;
  into.definition = u32(bytes, at + 6);
  if (into.definition === next) {
    if (next + TEMPLATE_HEADER_BYTES > end) return false;
    next += TEMPLATE_HEADER_BYTES + u32(bytes, next + 20);
  }
  into.values = next;
  return next + 4 <= end && next + 4 + 4 * u32(bytes, next) <= end;
}

/** Offset of the element or instance behind an optional fragment header. */
export function rootOf(bytes: Buffer, at: number, end: number): number {
  return at < end && bytes[at] === TOKEN.fragmentHeader ? at + FRAGMENT_HEADER_BYTES : at;
}

/** True for a token that opens an element or a template instance. */
export function opensRoot(token: number): boolean {
  return token === TOKEN.templateInstance || (token & ~MORE) === TOKEN.openStartElement;
}

/**
 * Checks everything that rendering will touch, without rendering: all structures lie inside their bounds, templates
 * compile, nothing nests too deep. Rendering of what passed cannot fail.
 */
export class Measure {
  /** What is wrong, after a `measure…` that answered -1. */
  fault: RecordDamageCode = 'binxml_token';
  readonly #chunk: ChunkContext;
  #next = 0;

  constructor(chunk: ChunkContext) {
    this.#chunk = chunk;
  }

  /** Work units to render the one element or instance of a record, from `at` to `end`; -1 for a fault. */
  record(at: number, end: number): number {
    const work = this.#root(rootOf(this.#chunk.bytes, at, end), end, 0);
    return work > LIMITS.recordWork ? this.#fail('binxml_work') : work;
  }

  #fail(code: RecordDamageCode): -1 {
    this.fault = code;
    return -1;
  }

  #root(at: number, end: number, depth: number): number {
    const { bytes } = this.#chunk;
    if (at >= end) return this.#fail('binxml_truncated');
    if (!opensRoot(bytes[at]!)) return this.#fail('binxml_token');
    if (bytes[at] === TOKEN.templateInstance) return this.#instance(at, end, depth);
    const program = this.#chunk.fragment(at, end);
    if (typeof program === 'string') return this.#fail(program);
    this.#next = program.end;
    return program.fixedWork;
  }

  #instance(at: number, end: number, depth: number): number {
    const { bytes } = this.#chunk;
    const instance: Instance = { definition: 0, values: 0 };
    if (!readInstance(bytes, at, end, instance)) return this.#fail('binxml_truncated');
    const program = this.#chunk.template(instance.definition);
    if (typeof program === 'string') return this.#fail(program);
    const count = u32(bytes, instance.values);
    const descriptors = instance.values + 4;
    let value = descriptors + 4 * count;
    let work = program.fixedWork;
    for (let i = 0; i < count; i++) {
      const size = u16(bytes, descriptors + 4 * i);
      if (value + size > end) return this.#fail('binxml_truncated');
      const uses = program.uses[i] ?? 0;
      if (uses !== 0) {
        const type = bytes[descriptors + 4 * i + 2]!;
        if (type === TYPE.binXml && size !== 0) {
          const nested = this.#nested(value, value + size, depth + 1);
          if (nested < 0) return -1;
          work += uses * nested;
        } else work += uses * valueWork(type, size);
      }
      value += size;
    }
    this.#next = value;
    return work + this.#repeatWork(program, descriptors, count);
  }

  /** All fragments of a BinXML value. */
  #nested(at: number, end: number, depth: number): number {
    if (depth > LIMITS.nestingDepth) return this.#fail('binxml_depth');
    const { bytes } = this.#chunk;
    let work = 0;
    let next = at;
    do {
      const part = this.#root(rootOf(bytes, next, end), end, depth);
      if (part < 0) return -1;
      work += part;
      next = this.#next;
    } while (next < end && (bytes[next] === TOKEN.fragmentHeader || opensRoot(bytes[next]!)));
    return work;
  }

  /** What arrays add by repeating their element with its attributes. */
  #repeatWork(program: Program, descriptors: number, count: number): number {
    const { bytes } = this.#chunk;
    let work = 0;
    for (const repeat of program.repeats) {
      if (repeat.sub >= count || (bytes[descriptors + 4 * repeat.sub + 2]! & ARRAY) === 0) continue;
      let copy = repeat.fixedWork;
      for (const sub of repeat.attributeSubs) if (sub < count) copy += u16(bytes, descriptors + 4 * sub);
      work += copy * u16(bytes, descriptors + 4 * repeat.sub);
    }
    return work;
  }
}
