/** Children by UTF-16 unit, and the texts that end here. */
interface Node {
  readonly children: Map<number, Node>;
  indexes: number[] | undefined;
}

/** Finds which of many texts a value ends with (or begins with), in as many steps as the longest that may fit. */
export class AffixTree {
  readonly #root: Node = { children: new Map(), indexes: undefined };
  readonly #backwards: boolean;

  constructor(texts: ReadonlyMap<string, number>, side: 'startswith' | 'endswith') {
    this.#backwards = side === 'endswith';
    for (const [text, index] of texts) {
      let node = this.#root;
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(this.#backwards ? text.length - 1 - i : i);
        let child = node.children.get(unit);
        if (child === undefined) node.children.set(unit, (child = { children: new Map(), indexes: undefined }));
        node = child;
      }
      (node.indexes ??= []).push(index);
    }
  }

  /** Adds the indexes of the texts that the folded value begins or ends with. */
  scan(folded: string, into: number[]): void {
    let node: Node | undefined = this.#root;
    const last = folded.length - 1;
    for (let i = 0; i <= last; i++) {
      node = node.children.get(folded.charCodeAt(this.#backwards ? last - i : i));
      if (node === undefined) return;
      if (node.indexes !== undefined) for (const index of node.indexes) into.push(index);
    }
  }
}
