import { classOf, knownWords } from './words.ts';

const PLAIN = /^[A-Za-z0-9_ ]*$/;

/** Words that begin a phrase of SQL, in upper case. */
const OPENERS: ReadonlySet<string> = new Set(
  knownWords().flatMap((phrase) => (phrase.includes(' ') ? [phrase.slice(0, phrase.indexOf(' '))] : [])),
);

const DIGIT_NINE = 57;
const SPACE = 32;

/**
 * Whether a value is whole numbers, names, names of functions and one name of a type at the most, with spaces between:
 * no injection is made of these alone, so that the value need not be read as SQL at all.
 */
export function isPlain(value: string): boolean {
  if (!PLAIN.test(value)) return false;
  let types = 0;
  for (let start = 0; start < value.length; ) {
    let end = value.indexOf(' ', start);
    if (end < 0) end = value.length;
    if (value.charCodeAt(start) <= DIGIT_NINE) {
      if (!isWhole(value, start, end)) return false;
    } else {
      const word = value.slice(start, end).toUpperCase();
      const type = classOf(word);
      if (type === 't') types++;
      else if (type !== undefined && type !== 'n' && type !== 'f') return false;
      if (types > 1 || (OPENERS.has(word) && opensPhrase(word, value, end))) return false;
    }
    start = end + 1;
  }
  return true;
}

function isWhole(value: string, start: number, end: number): boolean {
  for (let index = start + 1; index < end; index++) if (value.charCodeAt(index) > DIGIT_NINE) return false;
  return true;
}

function opensPhrase(word: string, value: string, end: number): boolean {
  let start = end;
  while (value.charCodeAt(start) === SPACE) start++;
  const next = value.indexOf(' ', start);
  return classOf(`${word} ${value.slice(start, next < 0 ? value.length : next)}`) !== undefined;
}
