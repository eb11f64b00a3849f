/** A file that somebody chose, with its folders in its name: `case-7/web-1/auth.log`. */
export interface Picked {
  readonly name: string;
  readonly file: File;
}

/** Files of a file or folder dialog. */
export function ofDialog(files: Iterable<File>): Picked[] {
  return [...files].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
}

/** Files that were dropped, folders with everything in them. */
export async function ofDrop(transfer: DataTransfer): Promise<Picked[]> {
  // The list is empty once the event is over: entries are taken before anything is waited for.
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const picked: Picked[] = [];
  for (const entry of entries) {
    // What comes from another page rather than from a disk has no entry.
    if (entry instanceof File) picked.push({ name: entry.name, file: entry });
    else if (entry !== null) await collect(entry, picked);
  }
  return picked;
}

async function collect(entry: FileSystemEntry, into: Picked[]): Promise<void> {
  const name = entry.fullPath.replace(/^\/+/, '');
  if (isFile(entry))
    into.push({ name, file: await new Promise<File>((resolve, reject) => entry.file(resolve, reject)) });
  else if (isFolder(entry)) for (const child of await childrenOf(entry)) await collect(child, into);
}

/** A reader gives a folder in pieces of about a hundred. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
