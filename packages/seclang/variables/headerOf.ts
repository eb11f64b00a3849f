import type { Entry } from '../transaction/entry.ts';

/** Value of the first header with a name, given in lower case. */
export function headerOf(headers: readonly Entry[], foldedName: string): string | undefined {
  for (const header of headers) if (header.foldedKey === foldedName) return header.text.value;
  return undefined;
}
