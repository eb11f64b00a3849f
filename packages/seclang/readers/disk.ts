import { globSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { RuleReader } from './reader.ts';

/** Rule files on disk. Globs yield their files sorted by name, as `Include` in Apache and nginx does. */
export function diskReader(): RuleReader {
  return {
    read(path) {
      try {
        return readFileSync(path);
      } catch {
        // The loader reports the path with the line that names it.
        return undefined;
      }
    },
    expand(pattern, from) {
      const path = from === undefined ? resolve(pattern) : resolve(dirname(from), pattern);
      return /[*?[{]/.test(pattern) ? globSync(path).sort() : [path];
    },
  };
}
