/**
 * Maps a stream with one piece of work in hand: while the reader works on a result, the next is being made. Order is
 * kept; a fault of the source or of the work reaches the reader in its place.
 */
export async function* ahead<T, R>(source: AsyncIterable<T>, work: (item: T) => Promise<R>): AsyncGenerator<R> {
  const iterator = source[Symbol.asyncIterator]();
  const start = async (): Promise<{ done: true } | { done: false; result: R }> => {
    const item = await iterator.next();
    return item.done === true ? { done: true } : { done: false, result: await work(item.value) };
  };
  let next = start();
  try {
    for (;;) {
      const made = await next;
      if (made.done) return;
      next = start();
      // Whoever stops early never waits for this one; its fault is then nobody's.
      next.catch(() => undefined);
      yield made.result;
    }
  } finally {
    await iterator.return?.();
  }
}
