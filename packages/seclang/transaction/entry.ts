import { foldAscii } from '../prefilter/necessary.ts';
import { Text } from './text.ts';

/** One member of a collection: `ARGS:id` is the entry with the key `id`. Single variables have an empty key. */
export class Entry {
  readonly key: string;
  readonly foldedKey: string;
  readonly text: Text;
  #name: Entry | undefined;
  #alone: readonly Entry[] | undefined;

  constructor(key: string, text: Text | string) {
    this.key = key;
    this.foldedKey = foldAscii(key);
    this.text = typeof text === 'string' ? new Text(text) : text;
  }

  /** The entry for the key of this one, always the same object so that its transformations are kept. */
  get name(): Entry {
    return (this.#name ??= new Entry(this.key, this.key));
  }

  /** This entry as all there is. */
  get alone(): readonly Entry[] {
    return (this.#alone ??= [this]);
  }
}

/** Entries for the keys of `entries`: what `ARGS_NAMES` is to `ARGS`. */
export function namesOf(entries: readonly Entry[]): readonly Entry[] {
  return entries.map((entry) => entry.name);
}

const COUNTS: readonly (readonly Entry[])[] = Array.from({ length: 16 }, (_, count) => [new Entry('', String(count))]);

/** The value of `&NAME`: how many entries there are. */
export function countOf(entries: readonly Entry[]): readonly Entry[] {
  return COUNTS[entries.length] ?? [new Entry('', String(entries.length))];
}

export const NO_ENTRIES: readonly Entry[] = [];
