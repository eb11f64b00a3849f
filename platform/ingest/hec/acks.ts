import type { AckLimits } from '../limits.ts';

interface Channel {
  next: number;
  /** Ids that are durable and that nobody asked for yet. */
  readonly pending: Set<number>;
  /** Whether its sender has ever asked. Many give a channel and never do. */
  asks: boolean;
}

/**
 * Acknowledgement ids by channel. An id is given only for what is already durable, so a question about it is answered
 * true: once, as the protocol has it, then it is forgotten. Kept in memory: after a restart the sender hears false, and
 * sends again.
 */
export class Acks {
  readonly #limits: AckLimits;
  readonly #channels = new Map<string, Channel>();
  /** Over all channels. */
  #pending = 0;

  constructor(limits: AckLimits) {
    this.#limits = limits;
  }

  /** True when a sender that asks has as many unread ids as it may: it must ask first. One that never does is not held up. */
  isFull(channel: string): boolean {
    const found = this.#channels.get(channel);
    return found?.asks === true && found.pending.size >= this.#limits.pending;
  }

  /** A new id for a durable request. */
  issue(channel: string): number {
    const found = this.#channels.get(channel) ?? { next: 0, pending: new Set(), asks: false };
    this.#channels.delete(channel);
    this.#channels.set(channel, found);
    const id = found.next++;
    found.pending.add(id);
    this.#pending++;
    if (found.pending.size > this.#limits.pending) this.#forgetOldest(found);
    for (const [name, oldest] of this.#channels) {
      if (this.#channels.size <= this.#limits.channels && this.#pending <= this.#limits.pendingInAll) break;
      if (oldest === found) break;
      this.#channels.delete(name);
      this.#pending -= oldest.pending.size;
    }
    return id;
  }

  /** Whether each id is durable; reading uses it up. */
  read(channel: string, ids: readonly number[]): Record<string, boolean> {
    const found = this.#channels.get(channel);
    const pending = found?.pending;
    if (found !== undefined) found.asks = true;
    return Object.fromEntries(
      ids.map((id) => {
        const isDurable = pending?.delete(id) ?? false;
        if (isDurable) this.#pending--;
        return [String(id), isDurable];
      }),
    );
  }

  #forgetOldest({ pending }: Channel): void {
    for (const id of pending) {
      pending.delete(id);
      this.#pending--;
      return;
    }
  }
}
