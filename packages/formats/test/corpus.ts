import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Every line of every vector: one honest line of each format at least, for mutation. */
export function vectorLines(): string[] {
  const lines: string[] = [];
  for (const name of globSync('**/*.vectors.json', { cwd: root }).sort()) {
    for (const vector of JSON.parse(readFileSync(join(root, name), 'utf8')) as { input: string[] }[])
      lines.push(...vector.input);
  }
  return lines;
}
