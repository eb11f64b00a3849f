/** A collection of those that were found. */
export interface ChosenCollection {
  /** Address of its API root. */
  readonly root: string;
  readonly id: string;
  readonly title: string;
}

/** A name for the feed from the collection's title: what the API takes, or nothing where the title has no such letters. */
export function feedName(collection: ChosenCollection | undefined): string {
  return (collection?.title ?? '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64);
}
