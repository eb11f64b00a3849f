import { single, type Variable } from './variable.ts';

/** MULTIPART_NAME: field name of the last upload (phase 2). */
export const MULTIPART_NAME: Variable = single((facts) => facts.files.at(-1)?.field);
