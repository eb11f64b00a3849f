/** Names for expressions that a query uses over and over: each is written and worked out once, in its WITH clause. */
export class Aliases {
  readonly #names = new Map<string, string>();

  /** The name of an expression. */
  name(expression: string): string {
    let name = this.#names.get(expression);
    if (name === undefined) this.#names.set(expression, (name = `v${this.#names.size}`));
    return name;
  }

  /** `expression AS name` for the names that `text` uses, and those that they use; each uses only earlier ones. */
  definitions(text: string): string[] {
    const used = new Set(namesIn(text));
    const kept: string[] = [];
    for (const [expression, name] of [...this.#names].reverse()) {
      if (!used.has(name)) continue;
      for (const other of namesIn(expression)) used.add(other);
      kept.unshift(`${expression} AS ${name}`);
    }
    return kept;
  }
}

function namesIn(text: string): string[] {
  return text.match(/\bv\d+\b/g) ?? [];
}
