/** Every value has this one. */
export const ANY = 1;
/** Has a capital letter. */
export const UPPER = 2;
/** Has a space; single ones between other characters. */
export const SPACE = 4;
/** Has something else that a transformation may change: an escape, a quote, a slash, a control byte… */
export const OTHER = 8;

/** Characters that no decoder, comment or path rule looks at, a lone hyphen, dot or space included. */
const SIMPLE = /^[A-Za-z0-9_.:@=?!|~$ -]*$/;
const NOT_SO_SIMPLE = /--| {2}|^ | $|^\.{1,2}$/;

/**
 * What is in a value that transformations could change, as a set of bits. Most values of ordinary requests are simple,
 * and most transformations undo encodings that simple values do not have.
 */
export function traitsOf(value: string): number {
  if (!SIMPLE.test(value) || NOT_SO_SIMPLE.test(value)) return ANY | UPPER | SPACE | OTHER;
  return ANY | (/[A-Z]/.test(value) ? UPPER : 0) | (value.includes(' ') ? SPACE : 0);
}
