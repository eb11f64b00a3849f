import type { Entities } from '@haechi/event';
import { DETECT_LIMITS } from './limits.ts';

/**
 * Entities of the newest events. Two generations: taking the oldest out of a map one by one costs more the larger it is.
 * As text, since they are many and few are asked for: as objects they were half of what the collector had to copy.
 */
export class KnownEntities {
  #recent = new Map<string, string>();
  #older = new Map<string, string>();

  add(id: string, entities: Entities): void {
    if (this.#recent.size >= DETECT_LIMITS.knownEvents) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(id, JSON.stringify(entities));
  }

  of(id: string): Entities | undefined {
    const text = this.#recent.get(id) ?? this.#older.get(id);
    return text === undefined ? undefined : (JSON.parse(text) as Entities);
  }
}
