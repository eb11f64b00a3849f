import type { ClientResponse } from './exchange.ts';
import { type Field, tokensOf } from './http/head.ts';
import { close, type Passage, type ServeDeps } from './passage.ts';
import type { UpstreamAnswer } from './upstream.ts';

/** Whether a request asks for a WebSocket (RFC 6455, section 4.2.1). */
export function isWebSocket(headers: readonly Field[]): boolean {
  return tokensOf(headers, 'connection').includes('upgrade') && tokensOf(headers, 'upgrade').includes('websocket');
}

/** A WebSocket: its handshake was inspected, what follows is passed both ways as it is. */
export async function handOver(
  deps: ServeDeps,
  passage: Passage,
  {
    reason,
    headers,
    socket: behind,
    head,
    takeOver,
  }: Pick<UpstreamAnswer, 'reason' | 'headers'> &
    NonNullable<UpstreamAnswer['upgraded']> & { readonly takeOver: NonNullable<ClientResponse['takeOver']> },
): Promise<void> {
  inspectNothingMore(passage);
  await close(deps, passage);
  passage.begun = true;
  passage.response.head(101, reason, headers);
  const { socket: front, rest } = takeOver();
  const end = (): void => {
    front.destroy();
    behind.destroy();
  };
  // One of them may have gone while the audit line was written, and will not say so again.
  if (front.destroyed || behind.destroyed) return end();
  for (const side of [front, behind]) side.once('error', end).once('close', end);
  behind.write(rest);
  front.write(head);
  front.pipe(behind);
  behind.pipe(front);
}

function inspectNothingMore({ inspection }: Passage): void {
  inspection.run((transaction) => transaction.processResponseBody());
}
