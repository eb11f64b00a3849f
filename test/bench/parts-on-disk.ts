import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Bytes of the parts in ClickHouse's data folder that are in force: those that a merge has replaced stay on the disk for
 * some minutes more.
 */
export function partsOnDisk(of: string): number {
  // `data` has links to the same folders.
  const store = path.join(of, 'store');
  const names = readdirSync(store, { recursive: true, encoding: 'utf8' });
  const parts = names.flatMap((name) => {
    const found = /^(.*\/)(\d+)_(\d+)_(\d+)_(\d+)(?:_\d+)?$/.exec(name);
    if (found === null) return [];
    const [, table = '', partition = '', first, last, level] = found;
    return [{ name, of: `${table}${partition}`, first: Number(first), last: Number(last), level: Number(level) }];
  });
  const inForce = parts.filter(
    (part) =>
      !parts.some(
        (other) =>
          other.of === part.of && other.level > part.level && other.first <= part.first && other.last >= part.last,
      ),
  );
  return inForce.reduce((sum, { name }) => sum + folderBytes(path.join(store, name)), 0);
}

function folderBytes(of: string): number {
  return readdirSync(of, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => {
    const info = statSync(path.join(of, name), { throwIfNoEntry: false });
    return sum + (info?.isFile() === true ? info.size : 0);
  }, 0);
}
