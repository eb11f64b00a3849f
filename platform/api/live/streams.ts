import type { ServerResponse } from 'node:http';
import { fault } from '../errors.ts';
import type { ApiLimits } from '../limits.ts';

/** Whose stream it is, so that it ends with the right to it. */
export interface StreamOwner {
  readonly userId?: string;
  readonly sessionHash?: string;
}

interface Stream {
  readonly owner: StreamOwner;
  readonly response: ServerResponse;
}

/** The open live streams (server-sent events) and what ends them: sign-out, lost rights, a slow reader, shutdown. */
export class LiveStreams {
  readonly #limits: ApiLimits;
  readonly #open = new Set<Stream>();

  constructor(limits: ApiLimits) {
    this.#limits = limits;
  }

  /** @throws HaechiError `too_many_streams` */
  add(
    owner: StreamOwner,
    response: ServerResponse,
  ): { send: (event: string, data: unknown) => void; close: () => void } {
    if (this.#open.size >= this.#limits.streams) throw fault('too_many_streams');
    const stream = { owner, response };
    this.#open.add(stream);
    response.on('close', () => this.#open.delete(stream));
    return {
      send: (event, data) => {
        // A reader that does not keep up is cut off: it comes again and asks the API for what it missed.
        if (response.writableLength > this.#limits.streamBufferBytes) response.destroy();
        else response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      },
      close: () => response.end(),
    };
  }

  closeSession(sessionHash: string): void {
    this.#closeWhere((owner) => owner.sessionHash === sessionHash);
  }

  /** Ends the streams of a user, except those of one session where named. */
  closeUser(userId: string, except?: string): void {
    this.#closeWhere((owner) => owner.userId === userId && (except === undefined || owner.sessionHash !== except));
  }

  closeAll(): void {
    this.#closeWhere(() => true);
  }

  #closeWhere(ends: (owner: StreamOwner) => boolean): void {
    for (const { owner, response } of this.#open) if (ends(owner)) response.end();
  }
}
