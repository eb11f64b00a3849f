import { u16, u32 } from '../layout.ts';

/** 16,384 descriptors of 4 bytes fill a chunk, and those of nested instances lie inside the values of the outer one. */
const CAPACITY = 16_384;

/**
 * Types, offsets and sizes of the template values being rendered: one stack for an instance and those nested in it,
 * reused for every record so that rendering allocates nothing for them.
 */
export class ValueStack {
  readonly type = new Uint8Array(CAPACITY);
  readonly at = new Int32Array(CAPACITY);
  readonly size = new Uint16Array(CAPACITY);
  top = 0;

  /** Pushes the values of the instance whose count is at `values`; answers how many. */
  push(bytes: Buffer, values: number): number {
    const count = u32(bytes, values);
    let descriptor = values + 4;
    let value = descriptor + 4 * count;
    let { top } = this;
    for (let i = 0; i < count; i++) {
      const size = u16(bytes, descriptor);
      this.type[top] = bytes[descriptor + 2]!;
      this.at[top] = value;
      this.size[top] = size;
      value += size;
      descriptor += 4;
      top++;
    }
    this.top = top;
    return count;
  }
}
