/**
 * Characters that would not print or that would make print lie: C0 and C1 controls, line and paragraph separators,
 * zero-width marks and the bidirectional overrides that reorder what a reader sees (Unicode TR 36, section 2.4).
 */
const ILLEGIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Text from a log made fit for print: illegible characters become `\u{…}`, tabs and line ends stay, and what passes
 * `max` UTF-16 units is cut with the number of units left out.
 */
export function legible(text: string, max: number): string {
  let cut = text;
  let rest = 0;
  if (text.length > max) {
    const splitsPair = /[\ud800-\udbff]/.test(text[max - 1] ?? '');
    cut = text.slice(0, splitsPair ? max - 1 : max);
    rest = text.length - cut.length;
  }
  const printed = cut.replace(ILLEGIBLE, (unit) => `\\u{${unit.codePointAt(0)?.toString(16)}}`);
  return rest === 0 ? printed : `${printed} … (+${rest})`;
}
