import type { Fingerprint } from './fingerprint.ts';
import type { Token } from './token.ts';

/** Three tokens that ordinary sentences have (`sexy and 17`), but not with more folded into them. */
const SENTENCES: ReadonlySet<string> = new Set(['s&n', 'n&1', '1&1', '1&v', '1&s']);

/** Whether a value of a known shape is ordinary text all the same: the shapes of two and three tokens are also prose. */
export function isInnocent(value: string, found: Fingerprint): boolean {
  const { shape } = found;
  // SQL Server leaves statements with this word out of its audit log.
  if (shape.length > 1 && shape.endsWith('c') && value.includes('sp_password')) return false;
  if (shape.length === 2) return innocentPair(value, found);
  return shape.length === 3 && innocentTriple(found);
}

function innocentPair(value: string, { shape, tokens, read }: Fingerprint): boolean {
  const [first, second] = tokens as [Token, Token];
  if (shape[1] === 'U') return read === 2;
  if (second.value.startsWith('#')) return true;
  if (shape === 'nc') return !second.value.startsWith('/');
  if (shape === '1c') {
    if (second.value.startsWith('/') || read > 2) return false;
    // `1234--` is an attack, `1234-AbCd--` an identifier: what follows the number decides.
    const rest = value.slice(first.value.length);
    return !(rest === '' || rest.charCodeAt(0) <= 32 || rest.startsWith('/*') || rest.startsWith('--'));
  }
  return second.value.length > 2 && second.value.startsWith('-');
}

function innocentTriple({ shape, tokens, read }: Fingerprint): boolean {
  const [first, second, third] = tokens as [Token, Token, Token];
  // foo' + 'bar: open at both ends.
  if (shape === 'sos' || shape === 's&s')
    return !(first.opened === '' && third.closed === '' && first.closed === third.opened);
  if (SENTENCES.has(shape)) return read === 3;
  if (second.type !== 'k') return false;
  return second.value.length < 5 || !/^INTO/i.test(second.value);
}
