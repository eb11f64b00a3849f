/**
 * `node packages/seclang/libinjection/generate/words.ts`: asks the oracle for the class of every candidate word (our own list:
 * keywords, functions, types and catalogue names that PostgreSQL lists in its own catalogue, and words of the manuals of
 * MySQL, SQL Server, Oracle and SQLite), of every pair and triple of them, and of every pair of
 * punctuation marks; writes `sql/words.json`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { TOKEN_BYTES } from '../sql/token.ts';
import { openOracle } from './oracle.ts';

const oracle = openOracle();
if (oracle === undefined) throw new Error('install the Debian package libmodsecurity3');
const candidates = JSON.parse(readFileSync(new URL('candidates.json', import.meta.url), 'utf8')) as string[];
const found = new Map<string, string>();
const ask = (word: string): boolean => {
  const type = word.length > TOKEN_BYTES ? undefined : oracle.classOf(word);
  if (type !== undefined) found.set(word, type);
  return type !== undefined;
};

const known = candidates.filter(ask);
let heads = candidates;
for (let words = 2; words <= 5 && heads.length > 0; words++) {
  const phrases: string[] = [];
  for (const head of heads)
    for (const word of words === 2 ? candidates : known) if (ask(`${head} ${word}`)) phrases.push(`${head} ${word}`);
  heads = phrases;
}
const MARKS = '!#$%&*+-./:<=>?@\\^`|~';
for (const first of MARKS) for (const second of MARKS) ask(first + second);

const byType: Record<string, string[]> = {};
for (const [word, type] of [...found].sort()) (byType[type] ??= []).push(word);
const sorted = Object.fromEntries(Object.entries(byType).sort());
writeFileSync(new URL('../sql/words.json', import.meta.url), `${JSON.stringify(sorted, null, 1)}\n`);
process.stdout.write(`${candidates.length} candidates, ${found.size} classes\n`);
