/**
 * removeComments: deletes comments: `/* … *\/` and `<!-- … -->` become one space, `--` and `#` cut the rest off. An
 * unclosed block runs to the end.
 *
 * Arguments: a value. Returns: the value without comments.
 * @example removeComments('a/* b *\/c -- d') // 'a c '
 */
export function removeComments(value: string): string {
  let out = '';
  let at = 0;
  while (at < value.length) {
    const block = value.startsWith('/*', at) ? 2 : value.startsWith('<!--', at) ? 4 : 0;
    if (block === 0) {
      if (value[at] === '#' || value.startsWith('--', at)) break;
      out += value[at++];
      continue;
    }
    out += ' ';
    at = blockEnd(value, at + block);
  }
  return out;
}

/** Either closing mark ends either block, as browsers and databases disagree on nesting. */
function blockEnd(value: string, from: number): number {
  const ends = [
    { at: value.indexOf('*/', from), size: 2 },
    { at: value.indexOf('-->', from), size: 3 },
  ].filter((end) => end.at >= 0);
  if (ends.length === 0) return value.length;
  const first = ends.reduce((left, right) => (right.at < left.at ? right : left));
  return first.at + first.size;
}
