import { collection, type Variable } from './variable.ts';

/** MULTIPART_PART_HEADERS: header lines of the parts, by field name (phase 2). */
export const MULTIPART_PART_HEADERS: Variable = collection((facts) => facts.partHeaders);
