import type { Entities } from '@haechi/event';
import { DETECT_LIMITS } from './limits.ts';

/** Entities of the newest events. Two generations: taking the oldest out of a map one by one costs more the larger it is. */
export class KnownEntities {
  #recent = new Map<string, Entities>();
  #older = new Map<string, Entities>();

  add(id: string, entities: Entities): void {
    if (this.#recent.size >= DETECT_LIMITS.knownEvents) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(id, entities);
  }

  of(id: string): Entities | undefined {
    return this.#recent.get(id) ?? this.#older.get(id);
  }
}
