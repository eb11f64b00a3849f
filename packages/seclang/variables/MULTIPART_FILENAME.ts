import { single, type Variable } from './variable.ts';

/** MULTIPART_FILENAME: file name of the last upload (phase 2). */
export const MULTIPART_FILENAME: Variable = single((facts) => facts.files.at(-1)?.filename);
