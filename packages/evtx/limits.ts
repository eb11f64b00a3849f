/**
 * Limits of the reader: each bounds time or memory on hostile files. None is near what Windows writes.
 * Work units are explained in binxml/work.ts.
 */
export const LIMITS = {
  /** Elements inside each other within one template or fragment. Windows' own schemas stay below 10; guards the stack. */
  elementDepth: 64,
  /** BinXML values inside BinXML values. Windows writes 2 (an event in a forwarded event); guards the stack. */
  nestingDepth: 8,
  /** UTF-16 units of an element or attribute name. The longest seen is 60; the format would allow 65,535. */
  nameUnits: 1024,
  /** Bytes of template definitions compiled per chunk. Sound definitions cannot overlap, so 65,536 is the natural cap;
   * hostile ones overlap and would be compiled once for each record. */
  templateBytesPerChunk: 4 * 65_536,
  /** Work units to render one record. 64 kB of text in 300 fields need 200,000; 64 kB as an array of bytes 4 million. */
  recordWork: 5_000_000,
  /** Work units to render all records of one chunk once: bounds a chunk to some 30 ms. The most that
   * any of 600 real chunks needs is 4.4 million. */
  chunkWork: 30_000_000,
  /** Bytes of template definitions kept compiled for the next chunks and files; the oldest go first. The 288 logs of
   * the test corpus hold about 1 MB. */
  sharedTemplateBytes: 4 * 1024 * 1024,
  /** Variants of one template in the shared cache: a name may be stored in line or elsewhere in the chunk. */
  sharedTemplateVariants: 4,
} as const;
