/** Reads the first `bytes` of a stream (fewer where it is shorter) to tell what it is, and gives the whole back. */
export async function peek(
  source: AsyncIterable<Uint8Array>,
  headBytes: number,
): Promise<{ head: Buffer; bytes: AsyncIterable<Uint8Array> }> {
  const iterator = source[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let have = 0;
  while (have < headBytes) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    first.push(value);
    have += value.length;
  }
  const head = Buffer.concat(first);
  async function* rest(): AsyncGenerator<Uint8Array> {
    try {
      if (head.length > 0) yield head;
      for (;;) {
        const { value, done } = await iterator.next();
        if (done === true) return;
        yield value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { head: head.subarray(0, headBytes), bytes: rest() };
}
