import { classOf, knownWords } from './words.ts';

const PLAIN = /^[A-Za-z0-9_. ]*$/;

/** Words that begin a phrase of SQL, in upper case. */
const OPENERS: ReadonlySet<string> = new Set(
  knownWords().flatMap((phrase) => (phrase.includes(' ') ? [phrase.slice(0, phrase.indexOf(' '))] : [])),
);

const SPACE = 32;
const DIGIT_ZERO = 48;
const DIGIT_NINE = 57;

/**
 * Whether a value is whole numbers, names and names of functions, with spaces between: no injection is made of these
 * alone, so that the value need not be read as SQL at all.
 */
export function isPlain(value: string): boolean {
  if (!PLAIN.test(value)) return false;
  for (let start = 0; start < value.length; ) {
    let end = value.indexOf(' ', start);
    if (end < 0) end = value.length;
    if (value.charCodeAt(start) <= DIGIT_NINE) {
      if (!isWhole(value, start, end)) return false;
    } else {
      const word = value.slice(start, end).toUpperCase();
      const dot = word.indexOf('.');
      const type = classOf(dot < 0 ? word : word.slice(0, dot));
      // `SELECT.1` is two tokens, `orders.id` is one. A type is left out before a name, which makes neighbours of others.
      if (type !== undefined && type !== 'n' && (type !== 'f' || dot >= 0)) return false;
      if (OPENERS.has(word) && opensPhrase(word, value, end)) return false;
    }
    start = end + 1;
  }
  return true;
}

function isWhole(value: string, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    const code = value.charCodeAt(index);
    if (code < DIGIT_ZERO || code > DIGIT_NINE) return false;
  }
  return true;
}

function opensPhrase(word: string, value: string, end: number): boolean {
  let start = end;
  while (value.charCodeAt(start) === SPACE) start++;
  const next = value.indexOf(' ', start);
  return classOf(`${word} ${value.slice(start, next < 0 ? value.length : next)}`) !== undefined;
}
