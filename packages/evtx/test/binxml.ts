import { TYPE } from '../values/types.ts';

/** Content of an element: text, a substitution, another element, or one of the rarer tokens. */
export type Content =
  | string
  | { readonly sub: number; readonly type: number; readonly optional?: boolean }
  | { readonly entity: string }
  | { readonly char: number }
  | { readonly cdata: string }
  | { readonly instruction: string; readonly data: string }
  | Element;

export interface Element {
  readonly name: string;
  readonly attributes: readonly (readonly [string, readonly Content[]])[];
  readonly content: readonly Content[];
}

export interface Value {
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** An instance of a template: the definition is written in line at its first use in a chunk. */
export interface Instance {
  readonly template: Element;
  readonly values: readonly (Value | Instance)[];
}

export function element(
  name: string,
  attributes: Readonly<Record<string, Content>> = {},
  ...content: readonly Content[]
): Element {
  return { name, attributes: Object.entries(attributes).map(([key, value]) => [key, [value]]), content };
}

export function sub(index: number, type: number = TYPE.string, optional = false): Content {
  return { sub: index, type, optional };
}

export function utf16(text: string): Value {
  return { type: TYPE.string, bytes: Buffer.from(text, 'utf16le') };
}

export function value(type: number, ...bytes: readonly number[]): Value {
  return { type, bytes: Uint8Array.from(bytes) };
}

/** Writes BinXML as Windows lays it out in one chunk: names and templates once, references after. */
export class BinXmlWriter {
  readonly #base: number;
  readonly #names: Map<string, number>;
  readonly #templates: Map<Element, number>;
  #bytes: number[] = [];

  /** @param base offset in the chunk of the first byte written */
  constructor(base: number, names: Map<string, number>, templates: Map<Element, number>) {
    this.#base = base;
    this.#names = names;
    this.#templates = templates;
  }

  get bytes(): readonly number[] {
    return this.#bytes;
  }

  root(root: Element | Instance): void {
    this.#push(0x0f, 1, 1, 0);
    if ('template' in root) this.#instance(root);
    else this.#element(root, false);
    this.#push(0);
  }

  #push(...bytes: number[]): void {
    this.#bytes.push(...bytes);
  }

  #u16(value: number): void {
    this.#push(value & 0xff, value >> 8);
  }

  #u32(value: number, at?: number): void {
    const four = [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
    if (at === undefined) this.#push(...four);
    else for (let i = 0; i < 4; i++) this.#bytes[at + i] = four[i]!;
  }

  #text(text: string): void {
    this.#u16(text.length);
    for (let i = 0; i < text.length; i++) this.#u16(text.charCodeAt(i));
  }

  #name(name: string): void {
    const here = this.#base + this.#bytes.length + 4;
    const known = this.#names.get(name);
    this.#u32(known ?? here);
    if (known !== undefined) return;
    this.#names.set(name, here);
    this.#u32(0);
    this.#u16(0x1234);
    this.#text(name);
    this.#u16(0);
  }

  #element({ name, attributes, content }: Element, inTemplate: boolean): void {
    this.#push(attributes.length > 0 ? 0x41 : 0x01);
    if (inTemplate) this.#u16(0xffff);
    const size = this.#bytes.length;
    this.#u32(0);
    this.#name(name);
    if (attributes.length > 0) {
      const listSize = this.#bytes.length;
      this.#u32(0);
      attributes.forEach(([key, pieces], i) => {
        this.#push(i + 1 < attributes.length ? 0x46 : 0x06);
        this.#name(key);
        for (const piece of pieces) this.#content(piece, inTemplate);
      });
      this.#u32(this.#bytes.length - listSize - 4, listSize);
    }
    if (content.length === 0) this.#push(0x03);
    else {
      this.#push(0x02);
      for (const piece of content) this.#content(piece, inTemplate);
      this.#push(0x04);
    }
    this.#u32(this.#bytes.length - size - 4, size);
  }

  #content(content: Content, inTemplate: boolean): void {
    if (typeof content === 'string') {
      this.#push(0x05, 0x01);
      this.#text(content);
    } else if ('sub' in content) {
      this.#push(content.optional === true ? 0x0e : 0x0d);
      this.#u16(content.sub);
      this.#push(content.type);
    } else if ('entity' in content) {
      this.#push(0x09);
      this.#name(content.entity);
    } else if ('char' in content) {
      this.#push(0x08);
      this.#u16(content.char);
    } else if ('cdata' in content) {
      this.#push(0x07);
      this.#text(content.cdata);
    } else if ('instruction' in content) {
      this.#push(0x0a);
      this.#name(content.instruction);
      this.#push(0x0b);
      this.#text(content.data);
    } else this.#element(content, inTemplate);
  }

  #instance({ template, values }: Instance): void {
    this.#push(0x0c, 0x01);
    this.#u32(7);
    const here = this.#base + this.#bytes.length + 4;
    const known = this.#templates.get(template);
    this.#u32(known ?? here);
    if (known === undefined) this.#definition(template, here);
    this.#u32(values.length);
    const descriptors = this.#bytes.length;
    for (const _ of values) this.#u32(0);
    values.forEach((entry, i) => {
      const start = this.#bytes.length;
      if ('template' in entry) {
        this.#push(0x0f, 1, 1, 0);
        this.#instance(entry);
        this.#push(0);
      } else this.#push(...entry.bytes);
      const size = this.#bytes.length - start;
      const type = 'template' in entry ? TYPE.binXml : entry.type;
      this.#u32(size | (type << 16), descriptors + 4 * i);
    });
  }

  #definition(template: Element, here: number): void {
    this.#templates.set(template, here);
    this.#u32(0);
    for (let i = 0; i < 16; i++) this.#push(i);
    const size = this.#bytes.length;
    this.#u32(0);
    this.#push(0x0f, 1, 1, 0);
    this.#element(template, true);
    this.#push(0);
    this.#u32(this.#bytes.length - size - 4, size);
  }
}
