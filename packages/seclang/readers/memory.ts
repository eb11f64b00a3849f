import { matchesGlob, posix } from 'node:path';
import type { RuleReader } from './reader.ts';

/**
 * Rule files held in memory, by path.
 *
 * @example loadRules(['main.conf'], { reader: memoryReader({ 'main.conf': 'SecAction "id:1,pass"' }) })
 */
export function memoryReader(files: Readonly<Record<string, string>>): RuleReader {
  const contents = new Map(Object.entries(files));
  return {
    read(path) {
      const content = contents.get(path);
      return content === undefined ? undefined : Buffer.from(content, 'utf8');
    },
    expand(pattern, from) {
      const path = from === undefined ? pattern : posix.join(posix.dirname(from), pattern);
      if (!/[*?[{]/.test(pattern)) return [path];
      return [...contents.keys()].filter((name) => matchesGlob(name, path)).sort();
    },
  };
}
