import { homedir } from 'node:os';
import path from 'node:path';

/** Where commands keep what only saves time (XDG Base Directory Specification): `~/.cache/haechi`. */
export function cacheFolder(): string {
  return path.join(process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'haechi');
}
