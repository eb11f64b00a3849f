/** How to read; everything has a default. */
export interface EvtxOptions {
  /** Also give records behind the end of a chunk's records: what was overwritten or dropped. Default false. */
  readonly slack?: boolean;
  /** Encoding label for 8-bit text, which carries no code page. Default `windows-1252`; Korean logs: `euc-kr`. */
  readonly ansiEncoding?: string;
}
