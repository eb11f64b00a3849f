/** Bytes to decode, and where they come from. */
export interface InputFile {
  readonly kind: 'file';
  /** The path as it was given; members of archives after `!`: `case.zip!logs/auth.log`. */
  readonly source: string;
  /** Must be read to its end before the next input is asked for. Throws `HaechiError` when the bytes are damaged. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Something that was found and cannot be read: said, never skipped in silence. */
export interface InputReject {
  readonly kind: 'reject';
  readonly source: string;
  /** Closed code: `unreadable`, `archive_damaged`, `archive_path_escape`, `archive_bomb`, `archive_too_deep`, … */
  readonly reason: string;
  readonly detail: string;
}

export type Input = InputFile | InputReject;

export function reject(source: string, reason: string, detail: string): InputReject {
  return { kind: 'reject', source, reason, detail };
}

/** True for a member name that would leave the folder it is unpacked in (`../x`, `/x`, `C:\x`), or cannot be a name. */
export function escapes(name: string): boolean {
  const parts = name.split(/[\\/]/);
  return (
    name.startsWith('/') ||
    name.startsWith('\\') ||
    /^[A-Za-z]:/.test(name) ||
    name.includes('\0') ||
    parts.includes('..')
  );
}
