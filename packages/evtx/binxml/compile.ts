import type { RecordDamageCode } from '../damage.ts';
import { u16, u32 } from '../layout.ts';
import { LIMITS } from '../limits.ts';
import type { Scalar } from '../values/scalar.ts';
import { utf16 } from '../values/scalar.ts';
import { TYPE } from '../values/types.ts';
import { escapeAttribute, escapeText } from './escape.ts';
import type { NameTable } from './names.ts';
import { OP, type Op, PLACE, type Program, type Repeat } from './program.ts';
import { simplify } from './simplify.ts';
import { typeNumbers } from './system.ts';
import { ENTITIES, MORE, TOKEN } from './tokens.ts';
import { operationWork } from './work.ts';

/**
 * Compiles one element (the root of a template definition, or a bare fragment) into a flat program.
 *
 * @param bytes the chunk
 * @param at offset of the element's token
 * @param end offset behind the last byte that may belong to it
 * @param inTemplate elements of a template definition carry a 16-bit dependency identifier, those of a bare fragment
 *   do not (libevtx, "Element start")
 * @param references takes the offsets where a name offset was read
 * @returns the program, or the code of what is wrong
 */
export function compile(
  bytes: Buffer,
  names: NameTable,
  at: number,
  end: number,
  inTemplate: boolean,
  references: number[] = [],
): Program | RecordDamageCode {
  const compiler = new Compiler(bytes, names, at, end, inTemplate, references);
  const fault = compiler.element(0, false);
  return fault ?? compiler.program();
}

type Fault = RecordDamageCode | undefined;

class Compiler {
  readonly #bytes: Buffer;
  readonly #names: NameTable;
  readonly #end: number;
  readonly #inTemplate: boolean;
  readonly #references: number[];
  readonly #ops: Op[] = [];
  readonly #uses: number[] = [];
  readonly #repeats: Repeat[] = [];
  #at: number;

  constructor(bytes: Buffer, names: NameTable, at: number, end: number, inTemplate: boolean, references: number[]) {
    this.#bytes = bytes;
    this.#names = names;
    this.#at = at;
    this.#end = end;
    this.#inTemplate = inTemplate;
    this.#references = references;
  }

  program(): Program {
    let characters = 0;
    for (const op of this.#ops) characters += op.head.length + op.tail.length;
    const fixedWork = operationWork(this.#ops.length, characters);
    return { ops: this.#ops, fixedWork, uses: this.#uses, repeats: this.#repeats, end: this.#at };
  }

  element(depth: number, inSystem: boolean): Fault {
    if (depth >= LIMITS.elementDepth) return 'binxml_depth';
    const token = this.#bytes[this.#at]!;
    const start = this.#at + (this.#inTemplate ? 7 : 5);
    if (start + 4 > this.#end) return 'binxml_truncated';
    this.#at = start;
    const name = this.#name();
    if (name === undefined) return 'binxml_name';
    const safe = this.#names.safe(name);
    const first = this.#ops.length;
    this.#push(OP.open, { key: name, place: name === 'Data' ? PLACE.data : PLACE.named, head: `<${safe}` });
    if ((token & MORE) !== 0) {
      const fault = this.#attributes();
      if (fault !== undefined) return fault;
    }
    const closing = this.#next();
    if (closing === TOKEN.closeEmptyElement) {
      this.#push(OP.close, { head: '/>' });
    } else if (closing === TOKEN.closeStartElement) {
      this.#push(OP.body, { head: '>' });
      const fault = this.#content(depth, name === 'System');
      if (fault !== undefined) return fault;
      this.#push(OP.close, { head: `</${safe}>` });
    } else return closing === undefined ? 'binxml_truncated' : 'binxml_token';
    if (inSystem) typeNumbers(this.#ops, first);
    const repeat = simplify(this.#ops, first, safe);
    if (repeat !== undefined) this.#repeats.push(repeat);
    return undefined;
  }

  #push(code: number, parts: Partial<Op>): void {
    this.#ops.push({
      code,
      key: parts.key ?? '',
      place: parts.place ?? PLACE.named,
      value: parts.value ?? null,
      sub: parts.sub ?? -1,
      optional: parts.optional ?? false,
      inAttribute: parts.inAttribute ?? false,
      head: parts.head ?? '',
      tail: parts.tail ?? '',
    });
  }

  /** Takes the next byte as a token without its flag. */
  #next(): number | undefined {
    if (this.#at >= this.#end) return undefined;
    return this.#bytes[this.#at++]! & ~MORE;
  }

  /** Takes a name offset, and the name itself where it follows at once. */
  #name(): string | undefined {
    if (this.#at + 4 > this.#end) return undefined;
    const offset = u32(this.#bytes, this.#at);
    this.#references.push(this.#at);
    this.#at += 4;
    const name = this.#names.get(offset);
    if (name !== undefined && offset === this.#at) this.#at += this.#names.bytesAt(offset);
    return this.#at <= this.#end ? name : undefined;
  }

  #attributes(): Fault {
    if (this.#at + 4 > this.#end) return 'binxml_truncated';
    this.#at += 4;
    while (this.#at < this.#end && (this.#bytes[this.#at]! & ~MORE) === TOKEN.attribute) {
      this.#at++;
      const name = this.#name();
      if (name === undefined) return 'binxml_name';
      this.#push(OP.attributeOpen, { key: name, head: ` ${this.#names.safe(name)}="` });
      const fault = this.#pieces(true);
      if (fault !== undefined) return fault;
      this.#push(OP.attributeClose, { head: '"' });
    }
    return undefined;
  }

  /** Content up to the end tag, which is taken. */
  #content(depth: number, inSystem: boolean): Fault {
    for (;;) {
      const fault = this.#pieces(false);
      if (fault !== undefined) return fault;
      if (this.#at >= this.#end) return 'binxml_truncated';
      const token = this.#bytes[this.#at]! & ~MORE;
      if (token === TOKEN.endElement) {
        this.#at++;
        return undefined;
      }
      if (token !== TOKEN.openStartElement) return 'binxml_token';
      const inner = this.element(depth + 1, inSystem);
      if (inner !== undefined) return inner;
    }
  }

  /** Text and substitutions, up to the first token that is neither. */
  #pieces(inAttribute: boolean): Fault {
    while (this.#at < this.#end) {
      const token = this.#bytes[this.#at]! & ~MORE;
      let fault: Fault;
      if (token === TOKEN.value) fault = this.#value(inAttribute);
      else if (token === TOKEN.normalSubstitution || token === TOKEN.optionalSubstitution)
        fault = this.#substitution(inAttribute);
      else if (token === TOKEN.charRef) fault = this.#charRef(inAttribute);
      else if (token === TOKEN.entityRef) fault = this.#entityRef(inAttribute);
      else if (token === TOKEN.cdata && !inAttribute) fault = this.#counted(1, false);
      else if (token === TOKEN.piTarget && !inAttribute) fault = this.#instruction();
      else return undefined;
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  #text(value: Scalar, inAttribute: boolean): undefined {
    const text = String(value);
    this.#push(OP.text, { value, inAttribute, head: inAttribute ? escapeAttribute(text) : escapeText(text) });
  }

  #value(inAttribute: boolean): Fault {
    if (this.#at + 2 > this.#end) return 'binxml_truncated';
    return this.#bytes[this.#at + 1] === TYPE.string ? this.#counted(2, inAttribute) : 'binxml_token';
  }

  /** Text with its number of UTF-16 units in front, `skip` bytes behind the token. */
  #counted(skip: number, inAttribute: boolean): Fault {
    const at = this.#at + skip;
    if (at + 2 > this.#end) return 'binxml_truncated';
    const size = 2 * u16(this.#bytes, at);
    if (at + 2 + size > this.#end) return 'binxml_truncated';
    this.#at = at + 2 + size;
    return this.#text(utf16(this.#bytes, at + 2, size), inAttribute);
  }

  #substitution(inAttribute: boolean): Fault {
    if (this.#at + 4 > this.#end) return 'binxml_truncated';
    const optional = (this.#bytes[this.#at]! & ~MORE) === TOKEN.optionalSubstitution;
    const sub = u16(this.#bytes, this.#at + 1);
    this.#at += 4;
    while (this.#uses.length <= sub) this.#uses.push(0);
    this.#uses[sub]!++;
    this.#push(OP.sub, { sub, optional, inAttribute });
    return undefined;
  }

  #charRef(inAttribute: boolean): Fault {
    if (this.#at + 3 > this.#end) return 'binxml_truncated';
    const text = String.fromCharCode(u16(this.#bytes, this.#at + 1));
    this.#at += 3;
    return this.#text(text, inAttribute);
  }

  #entityRef(inAttribute: boolean): Fault {
    this.#at++;
    const name = this.#name();
    if (name === undefined) return 'binxml_name';
    return this.#text(ENTITIES.get(name) ?? `&${name};`, inAttribute);
  }

  /** A processing instruction carries nothing of the event: it is read past. */
  #instruction(): Fault {
    this.#at++;
    if (this.#name() === undefined) return 'binxml_name';
    if (this.#at >= this.#end || this.#bytes[this.#at] !== TOKEN.piData) return undefined;
    if (this.#at + 3 > this.#end) return 'binxml_truncated';
    this.#at += 3 + 2 * u16(this.#bytes, this.#at + 1);
    return this.#at <= this.#end ? undefined : 'binxml_truncated';
  }
}
