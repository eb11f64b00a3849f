/** Answers whether a value is as a condition says; absent values never are. */
export type Condition = (value: string | undefined) => boolean;

/** Compares the whole value, in which `*` stands for anything; each piece is looked for once, from left to right. */
export function wholeValue(pattern: string): Condition {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return (value) => value === pattern;
  return (value) => {
    if (value === undefined || value.length < first.length + last.length) return false;
    if (!value.startsWith(first) || !value.endsWith(last)) return false;
    let at = first.length;
    for (const piece of rest) {
      const found = value.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= value.length - last.length;
  };
}
