import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('./waf/', import.meta.url);

/** Paths of the SecLang files that protect a site out of the box, in the order in which they are to be loaded. */
export function wafRuleFiles(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.conf'))
    .sort()
    .map((name) => fileURLToPath(new URL(name, FOLDER)));
}
