import { decodedBody } from './decoded-body.ts';
import { valuesOf } from './http/head.ts';
import type { Stop } from './inspection.ts';
import type { Passage } from './passage.ts';
import type { UpstreamAnswer } from './upstream.ts';

/** A body as far as it was read for inspection, and what is still to come. */
interface ReadBody {
  readonly pieces: Buffer[];
  readonly bytes: number;
  readonly rest?: AsyncIterable<Buffer>;
  readonly stop?: Stop | undefined;
}

/** Reads the body for the rules up to their limit; past it, it streams. */
export async function readRequest({ request, inspection, settings }: Passage): Promise<ReadBody> {
  const source = request.body();
  if (!inspection.active || !inspection.transaction.inspectsRequestBody)
    return { pieces: [], bytes: 0, ...(request.bodyBytes === 0 ? {} : { rest: source }) };
  const iterator = source[Symbol.asyncIterator]();
  const pieces: Buffer[] = [];
  let bytes = 0;
  for (;;) {
    const next = await iterator.next();
    if (next.done === true) return { pieces, bytes };
    pieces.push(next.value);
    bytes += next.value.length;
    const stop = inspection.run((transaction) => transaction.writeRequestBody(next.value));
    if (stop !== undefined) return { pieces, bytes, stop };
    if (bytes >= settings.requestBodyLimit) return { pieces, bytes, rest: following(iterator) };
  }
}

/** Reads the response body for the rules up to their limit, with its encoding taken off; past it, it streams. */
export async function readResponse(
  { inspection, settings, request }: Passage,
  { body, headers }: UpstreamAnswer,
): Promise<ReadBody> {
  const wanted = inspection.active && request.method !== 'HEAD' && inspection.transaction.inspectsResponseBody;
  if (!wanted) {
    const stop = inspection.run((transaction) => transaction.processResponseBody());
    return { pieces: [], bytes: 0, rest: body, stop };
  }
  const iterator = body[Symbol.asyncIterator]();
  const pieces: Buffer[] = [];
  let bytes = 0;
  let ended = false;
  while (bytes < settings.responseBodyLimit) {
    const next = await iterator.next();
    if (next.done === true) {
      ended = true;
      break;
    }
    pieces.push(next.value);
    bytes += next.value.length;
  }
  const coding = valuesOf(headers, 'content-encoding').join(',');
  const plain = await decodedBody(pieces, coding, settings.responseBodyLimit);
  const stop = inspection.run((transaction) => {
    transaction.writeResponseBody(plain);
    transaction.processResponseBody();
  });
  return { pieces, bytes, stop, ...(ended ? {} : { rest: following(iterator) }) };
}

async function* following(iterator: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (;;) {
    const next = await iterator.next();
    if (next.done === true) return;
    yield next.value;
  }
}
