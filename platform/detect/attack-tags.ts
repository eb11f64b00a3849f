/** The tags of the ATT&CK namespace (`attack.t1059.001`, `attack.execution`). */
export function attackTags(tags: readonly string[]): string[] {
  return tags.filter((tag) => tag.startsWith('attack.'));
}
