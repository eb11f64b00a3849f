import type { EcsFile, EcsHash, EcsUser } from '@haechi/event';

/** `DOMAIN\name`, `name@domain` or a bare name. */
export function userOf(text: string | undefined): EcsUser | undefined {
  if (text === undefined) return undefined;
  const slash = text.indexOf('\\');
  if (slash >= 0) return { domain: text.slice(0, slash), name: text.slice(slash + 1) };
  return { name: text };
}

/** Path, name, directory and extension of a Windows or UNIX path. */
export function fileOf(path: string): EcsFile {
  const slash = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
  const name = path.slice(slash + 1);
  const file: EcsFile = { path, name };
  if (slash > 0) file.directory = path.slice(0, slash);
  const dot = name.lastIndexOf('.');
  if (dot > 0 && name.length - dot <= 16) file.extension = name.slice(dot + 1).toLowerCase();
  return file;
}

/** `SHA1=…,MD5=…,SHA256=…,IMPHASH=…` in any order. */
export function hashesOf(text: string | undefined): EcsHash | undefined {
  if (text === undefined) return undefined;
  const hash: EcsHash = {};
  let found = false;
  for (const item of text.split(',').slice(0, 8)) {
    const equals = item.indexOf('=');
    const value = item
      .slice(equals + 1)
      .trim()
      .toLowerCase();
    const name = item.slice(0, Math.max(equals, 0)).trim().toLowerCase();
    if (value === '' || /^0+$/.test(value)) continue;
    if (name === 'md5' || name === 'sha1' || name === 'sha256' || name === 'imphash') {
      hash[name] = value;
      found = true;
    }
  }
  return found ? hash : undefined;
}
