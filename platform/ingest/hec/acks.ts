import type { AckLimits } from '../limits.ts';

interface Channel {
  next: number;
  /** Ids that are durable and that nobody asked for yet. */
  readonly pending: Set<number>;
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

  /** True when the channel holds as many unread ids as it may: the sender must ask first. */
  isFull(channel: string): boolean {
    return (this.#channels.get(channel)?.pending.size ?? 0) >= this.#limits.pending;
  }

  /** A new id for a durable request. */
  issue(channel: string): number {
    const found = this.#channels.get(channel) ?? { next: 0, pending: new Set() };
    this.#channels.delete(channel);
    this.#channels.set(channel, found);
    const id = found.next++;
    found.pending.add(id);
    this.#pending++;
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
    const pending = this.#channels.get(channel)?.pending;
    return Object.fromEntries(
      ids.map((id) => {
        const isDurable = pending?.delete(id) ?? false;
        if (isDurable) this.#pending--;
        return [String(id), isDurable];
      }),
    );
  }
}
