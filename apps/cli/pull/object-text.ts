import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { countCompressed, countExpanded, createBudget } from '@haechi/platform/ingest/files/budget.ts';
import { FILE_LIMITS } from '@haechi/platform/ingest/files/limits.ts';
import { containerOf, MAGIC_BYTES } from '@haechi/platform/ingest/files/magic.ts';
import { peek } from '@haechi/platform/ingest/files/peek.ts';

/** Why an object is not sent, whatever happens: no reading again helps. */
export class NoText extends Error {
  readonly reason: 'archive' | 'binary';

  constructor(reason: NoText['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * The text of an object, expanded where it is compressed: by its content, since neither names nor headers can be relied on.
 *
 * @throws NoText; HaechiError `archive_bomb`; Error where the stream breaks off
 */
export async function* textOf(body: IncomingMessage, source: string): AsyncGenerator<Uint8Array> {
  const { head, bytes } = await peek(body, MAGIC_BYTES);
  const container = containerOf(head);
  if (container !== 'plain' && container !== 'gzip') throw new NoText('archive');
  const expanded = await peek(container === 'gzip' ? inflated(bytes, source) : bytes, MAGIC_BYTES);
  if (containerOf(expanded.head) !== 'plain') throw new NoText('archive');
  // UTF-16 with its mark holds NULs and is text.
  if (expanded.head.includes(0) && !/^(?:\xff\xfe|\xfe\xff)/.test(expanded.head.toString('latin1')))
    throw new NoText('binary');
  yield* expanded.bytes;
}

function inflated(bytes: AsyncIterable<Uint8Array>, source: string): AsyncGenerator<Uint8Array> {
  const budget = createBudget(source, FILE_LIMITS);
  const inflate = createGunzip();
  const input = Readable.from(countCompressed(bytes, budget));
  input.once('error', (error) => inflate.destroy(error));
  return countExpanded(input.pipe(inflate), budget);
}
