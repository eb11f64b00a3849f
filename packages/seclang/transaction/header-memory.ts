import { Entry } from './entry.ts';

/** Headers remembered; the same few browsers and programs send the same ones all day. */
const ENTRIES = 1_024;
/** Bytes of a header worth remembering, name and value. */
const BYTES = 512;
/** Headers that differ from user to user, or hold secrets that nothing should keep. */
const PERSONAL = /^(?:cookie|authorization|proxy-authorization|x-api-key|referer)$/i;

/**
 * Headers of earlier requests with what was found out about them: their transformed texts and what the prefilter said.
 * Of one rule set. Two generations: what was used lately survives when the older one is dropped.
 */
export class HeaderMemory {
  #recent = new Map<string, Entry>();
  #older = new Map<string, Entry>();

  entry(name: string, value: string): Entry {
    if (name.length + value.length > BYTES || PERSONAL.test(name)) return new Entry(name, value);
    const key = `${name}\n${value}`;
    const known = this.#recent.get(key);
    if (known !== undefined) return known;
    const entry = this.#older.get(key) ?? remembered(name, value);
    if (this.#recent.size >= ENTRIES) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(key, entry);
    return entry;
  }
}

function remembered(name: string, value: string): Entry {
  const entry = new Entry(name, value);
  entry.text.remember();
  entry.name.text.remember();
  return entry;
}
