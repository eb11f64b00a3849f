import type { Caller, TestServer } from '../../apps/server/test-server.ts';
import type { Side } from './walk-side.ts';

/** What live streams told until they were ended. */
interface Told {
  /** Findings and incidents. */
  readonly events: number;
  readonly breaches: readonly string[];
}

/** Follows the live stream as everybody of a side who may. */
export async function follow(server: TestServer, side: Side): Promise<{ end(other: Side): Promise<Told> }> {
  const stop = new AbortController();
  const texts: Promise<string>[] = [];
  for (const caller of side.callers) {
    const answer = await fetch(`${server.server.origin}/api/v1/stream`, {
      headers: { ...caller },
      signal: stop.signal,
    });
    if (answer.status === 200) texts.push(textOf(answer));
    else await answer.body?.cancel();
  }
  return {
    async end(other) {
      stop.abort();
      const told = await Promise.all(texts);
      const breaches = told
        .filter((text) => text.includes(other.word) || text.includes(other.tenant))
        .map((text) => `a stream of ${side.tenant} told of ${other.tenant}: ${text.slice(0, 300)}`);
      if (told.some((text) => !text.includes(side.word))) breaches.push(`a stream of ${side.tenant} told it nothing`);
      const events = told.flatMap((text) => text.match(/^event: (?:finding|incident)$/gm) ?? []).length;
      return { events, breaches };
    },
  };
}

/** How the request for a stream is answered; a stream that is given is closed at once. */
export async function streamStatus(server: TestServer, caller: Caller, url: string): Promise<number> {
  const stop = new AbortController();
  const { status } = await fetch(server.server.origin + url, { headers: { ...caller }, signal: stop.signal });
  stop.abort();
  return status;
}

async function textOf(answer: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const piece of answer.body ?? []) text += decoder.decode(piece as Uint8Array, { stream: true });
  } catch {
    // Ended by us.
  }
  return text;
}
