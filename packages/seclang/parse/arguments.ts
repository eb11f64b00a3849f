import { RuleRefusal } from '../errors.ts';

/**
 * Splits a directive into its words. A word in double or single quotes may hold white space; inside, a backslash before
 * the quote stands for the quote, and every other backslash stays (as in ModSecurity 3).
 *
 * Throws `RuleRefusal` for a quote that is not closed.
 */
export function splitArguments(text: string): string[] {
  const words: string[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && /\s/.test(text[at]!)) at++;
    if (at >= text.length) return words;
    const quote = text[at]!;
    if (quote !== '"' && quote !== "'") {
      const end = text.slice(at).search(/\s/);
      words.push(end < 0 ? text.slice(at) : text.slice(at, at + end));
      at = end < 0 ? text.length : at + end;
      continue;
    }
    const close = closingQuote(text, at);
    words.push(text.slice(at + 1, close).replaceAll(`\\${quote}`, quote));
    at = close + 1;
    if (at < text.length && !/\s/.test(text[at]!))
      throw new RuleRefusal('syntax', `text directly behind a closing quote: ${text.slice(at, at + 20)}`);
  }
}

function closingQuote(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === text[open]) return at;
  }
  throw new RuleRefusal('syntax', `quote not closed: ${text.slice(open, open + 40)}`);
}
