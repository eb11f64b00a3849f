import { single, type Variable } from './variable.ts';

/** FILES_COMBINED_SIZE: bytes of all uploads together (phase 2). */
export const FILES_COMBINED_SIZE: Variable = single((facts) =>
  String(facts.files.reduce((bytes, file) => bytes + file.content.length, 0)),
);
