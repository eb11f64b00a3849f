/** Limits of reading files and archives from outside; each with its unit and reason. */
export interface FileLimits {
  /** Archives inside archives: evidence bundles nest two or three deep, bombs nest further. */
  readonly archiveDepth: number;
  /** Members of one archive. */
  readonly archiveMembers: number;
  /** Bytes that one archive or compressed file may expand to. */
  readonly expandedBytes: number;
  /** Expanded bytes for each compressed byte, counted past `ratioFreeBytes`: text logs reach 50, bombs 1,000. */
  readonly ratio: number;
  readonly ratioFreeBytes: number;
  /** Bytes of an archive inside an archive, which must be held in memory to be read. */
  readonly nestedArchiveBytes: number;
  /** Folder depth of a walk. */
  readonly folderDepth: number;
}

export const FILE_LIMITS: FileLimits = {
  archiveDepth: 4,
  archiveMembers: 100_000,
  expandedBytes: 64 * 1024 ** 3,
  ratio: 250,
  ratioFreeBytes: 64 * 1024 ** 2,
  nestedArchiveBytes: 512 * 1024 ** 2,
  folderDepth: 64,
};
