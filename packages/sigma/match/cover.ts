/** Grams of one expression; with more, looking for the texts themselves is as fast. */
const MAX_GRAMS = 5;
/** Texts for which grams are sought. */
const MAX_TEXTS = 60;

/**
 * A few short pieces such that every text contains one of them: `::` and `kiwi` for a list of Mimikatz' commands. V8
 * looks for so few in far less time than for the texts. `undefined` where there is no small cover.
 */
export function coveringGrams(texts: readonly string[]): string[] | undefined {
  if (texts.length > MAX_TEXTS) return undefined;
  const covers = new Map<string, Set<number>>();
  for (const [index, text] of texts.entries()) {
    for (const size of [2, 3, 4]) {
      for (let at = 0; at + size <= text.length; at++) {
        const gram = text.slice(at, at + size);
        // Two letters or digits are in every other word.
        if (size === 2 && /[a-z0-9 .\\/]/.test(gram)) continue;
        const covered = covers.get(gram) ?? new Set();
        covers.set(gram, covered.add(index));
      }
    }
  }
  const grams: string[] = [];
  const left = new Set(texts.keys());
  while (left.size > 0) {
    let best: string | undefined;
    let bestCount = 0;
    for (const [gram, covered] of covers) {
      let count = 0;
      for (const index of covered) if (left.has(index)) count++;
      if (count > bestCount || (count === bestCount && count > 0 && gram.length > best!.length)) {
        best = gram;
        bestCount = count;
      }
    }
    if (best === undefined || grams.length === MAX_GRAMS) return undefined;
    grams.push(best);
    for (const index of covers.get(best)!) left.delete(index);
  }
  return grams;
}
