import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { HaechiError } from '@haechi/event';

/** One file of rules as it was read. */
export interface RuleFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Every `.yml` and `.yaml` file under the given files and folders, in the order of their names.
 *
 * @throws HaechiError `rules_unreadable` when a given path does not exist
 */
export async function readRuleFolders(folders: readonly string[]): Promise<RuleFile[]> {
  const files: RuleFile[] = [];
  for (const folder of folders) {
    const info = await stat(folder).catch((cause: unknown) => {
      throw new HaechiError('rules_unreadable', {
        what: 'there are no rules at this path',
        where: folder,
        remedy: 'give a folder of Sigma rules',
        cause,
      });
    });
    const names = info.isDirectory()
      ? (await readdir(folder, { recursive: true })).sort().map((name) => path.join(folder, name))
      : [folder];
    for (const name of names) {
      if (/\.ya?ml$/i.test(name)) files.push({ path: name, text: await readFile(name, 'utf8') });
    }
  }
  return files;
}
