/** How the loader gets at files: the package itself does no input or output. */
export interface RuleReader {
  /** Bytes of a file; `undefined` where it cannot be read. */
  readonly read: (path: string) => Uint8Array | undefined;
  /** Paths that a name or glob stands for, in order; relative names count from the folder of `from`. */
  readonly expand: (pattern: string, from: string | undefined) => readonly string[];
}
