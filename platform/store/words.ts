/** What a word is about. */
export type Topic = 'notice' | 'live';

/**
 * Short words between the processes of an installation: heard at once or never, and in no order. Nothing that must not be
 * lost goes this way; what was missed is read anew after a gap.
 */
export interface Words {
  /** Says something to all other processes. */
  say(topic: Topic, word: unknown): void;
  /** Hears what other processes say; as it came, so to be checked. */
  hear(topic: Topic, listener: (word: unknown) => void): void;
  /** Told when words may have been missed. */
  onGap(listener: () => void): void;
}

/** The words of a process that is alone. */
export const NO_WORDS: Words = { say() {}, hear() {}, onGap() {} };
