import { TOKEN_BYTES, type Token, token } from './token.ts';
import { classOf } from './words.ts';

const FIRST = new Set(['k', 'n', 'o', 'U', 'f', 'E', 'T', 't']);
const SECOND = new Set([...FIRST, '&']);

/** Two words that SQL knows as one (`UNION ALL`, `GROUP BY`, `NOT LIKE`); `undefined` where they are two. */
export function merged(first: Token, second: Token): Token | undefined {
  if (!FIRST.has(first.type) || !SECOND.has(second.type)) return undefined;
  const phrase = `${first.value} ${second.value}`;
  if (phrase.length > TOKEN_BYTES) return undefined;
  const type = classOf(phrase);
  return type === undefined ? undefined : token(type, phrase);
}
