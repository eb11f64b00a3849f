/** Lines that were pasted for a parser, by its id: kept while the console is open, so that saving does not lose them. */
const pasted = new Map<string, string>();

export function keepPasted(id: string, lines: string): void {
  pasted.set(id, lines);
}

export function pastedFor(id: string): string {
  return pasted.get(id) ?? '';
}
