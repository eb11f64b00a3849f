/** A small generator of pseudo-random numbers (mulberry32), so that a seed names a run. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Texts that parsers have stumbled over: separators, quotes and brackets left open, escapes, numbers past every range. */
const HOSTILE = [
  ' ', '  ', '"', "'", '\\', '\\"', '[', ']', '{', '}', '<', '>', '(', ')', '|', '`', '=', ':', ',', ';', '\t', '\u0000', '\u001d', '\ufeff', '\ufffd',
  '%', '%0', '__proto__', 'constructor', '"__proto__":{"x":1}', '<![CDATA[', ']]>', '&#x110000;', '&lt', '-1', '999999999999999999999', '1e309', 'NaN', '0x',
  '99/99/9999', '2024-13-45T99:99:99', 'msg=audit(', 'type=', 'CEF:0|', 'LEEF:2.0|', ' from ', ' for ', '${jndi:', '가나다', '😀', '\ud800',
]; // biome-ignore format: one list

/** One to four changes of a line: cut, doubled, spliced with another, or with hostile text in it, once or a thousand times. */
export function mutate(line: string, other: string, random: (below: number) => number): string {
  let text = line;
  for (let changes = 1 + random(4); changes > 0; changes--) text = change(text, other, random);
  return text;
}

function change(text: string, other: string, random: (below: number) => number): string {
  const at = random(text.length + 1);
  const to = at + random(Math.max(1, text.length - at));
  switch (random(8)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(to);
    case 3:
      return text.slice(0, to) + text.slice(at);
    case 4:
      return text.slice(0, at) + other.slice(random(other.length + 1));
    case 5:
      return text.slice(0, at) + String.fromCharCode(random(random(4) === 0 ? 65_536 : 128)) + text.slice(at + 1);
    default: {
      const hostile = HOSTILE[random(HOSTILE.length)] as string;
      const times = random(64) === 0 ? 1 + random(4000) : 1;
      return text.slice(0, at) + hostile.repeat(times) + text.slice(to);
    }
  }
}
