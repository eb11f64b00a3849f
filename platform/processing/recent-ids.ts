/** Remembers the newest ids that senders gave, so that what they send again soon is not looked at twice. */
export class RecentIds {
  readonly #max: number;
  readonly #ids = new Set<string>();

  /** @param max ids remembered; the oldest are forgotten first */
  constructor(max: number) {
    this.#max = max;
  }

  /** Forgets all: from the next round on, what is stored says what was sent before. */
  clear(): void {
    this.#ids.clear();
  }

  /** Remembers the id; false when it was known already. */
  add(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    if (this.#ids.size > this.#max) {
      for (const oldest of this.#ids) {
        this.#ids.delete(oldest);
        break;
      }
    }
    return true;
  }
}
