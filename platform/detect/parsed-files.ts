import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ParsedRules, packRules, parseRules, unpackRules } from '@haechi/sigma';
import type { RuleFile } from './rule-files.ts';

/** Files below this are parsed as fast as a cache is read. */
const WORTH_CACHING = 16;
/** Sets of rules kept in the cache: the one in force and those that a tenant's change or an analysis brought. */
const KEPT = 6;

/**
 * The rules of each file, in their order. Thousands of files take seconds to parse, so what came out is kept in
 * `cache`, under the digest of everything that went in; a cache that cannot be read or written only costs time.
 */
export function parseFiles(files: readonly RuleFile[], cache: string | undefined): ParsedRules[] {
  if (cache === undefined || files.length < WORTH_CACHING) return files.map(parseFile);
  const name = path.join(cache, `rules-${digestOf(files)}.json`);
  const kept = readKept(name);
  if (kept?.length === files.length) return kept;
  const parsed = files.map(parseFile);
  try {
    keep(cache, name, packRules(parsed));
  } catch {
    // A full disk or a folder that is not ours: the next start parses again.
  }
  return parsed;
}

function parseFile(file: RuleFile): ParsedRules {
  return parseRules(file.text, { path: file.path });
}

function digestOf(files: readonly RuleFile[]): string {
  const hash = createHash('sha256');
  for (const { path: name, text } of files) hash.update(`${name.length} ${text.length} `).update(name).update(text);
  return hash.digest('hex').slice(0, 32);
}

function readKept(name: string): ParsedRules[] | undefined {
  try {
    return unpackRules(readFileSync(name, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Whole or not at all, readable by nobody else; the oldest give way. */
function keep(cache: string, name: string, text: string): void {
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const draft = `${name}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, name);
  const age = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const all = readdirSync(cache)
    .filter((file) => file.startsWith('rules-'))
    .map((file) => path.join(cache, file));
  for (const old of all.sort((a, b) => age(b) - age(a)).slice(KEPT)) rmSync(old, { force: true });
}
