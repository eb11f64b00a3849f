/** What a worker knows of the parts when it decides about its own. */
export interface Holdings {
  /** Parts that there are to be worked on. */
  readonly parts: number;
  /** Those that this worker works on. */
  readonly own: number;
  /** Those that nobody works on. */
  readonly free: readonly number[];
  /** The workers that live, this one among them, in an order that all of them see. */
  readonly workers: readonly string[];
}

/** What a worker does next about its parts. */
interface Move {
  /** Parts to try to take; another worker may be quicker. */
  readonly take: readonly number[];
  /** How many of its own it gives back. */
  readonly surplus: number;
}

/**
 * What a worker takes and gives back, so that every part is worked on by somebody and nobody has two more than another: its
 * share goes by its place among the workers that live. Nothing is taken from one that lives; who has more than its share
 * gives back, and others take it then.
 */
export function nextMove({ parts, own, free, workers }: Holdings, worker: string): Move {
  const place = workers.indexOf(worker);
  if (place < 0) return { take: [], surplus: 0 };
  const share = Math.floor(parts / workers.length) + (place < parts % workers.length ? 1 : 0);
  // Each begins to look at another place: two that start together rarely want the same parts.
  const from = Math.ceil((place * free.length) / workers.length);
  const turned = [...free.slice(from), ...free.slice(0, from)];
  return { take: turned.slice(0, Math.max(0, share - own)), surplus: Math.max(0, own - share) };
}

/**
 * Which of its parts a worker gives back: evenly spaced among those with much and with little to do, so that work moves and
 * not only parts.
 *
 * @param own with a measure of the work that they make
 */
export function partsToLeave<T extends { readonly work: number }>(own: readonly T[], surplus: number): T[] {
  const byWork = [...own].sort((a, b) => b.work - a.work);
  const count = Math.min(surplus, byWork.length);
  return Array.from({ length: count }, (_, index) => byWork[Math.floor((index * byWork.length) / count)]!);
}
