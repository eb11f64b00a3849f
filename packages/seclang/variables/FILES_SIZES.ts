import { Entry } from '../transaction/entry.ts';
import { collection, type Variable } from './variable.ts';

/** FILES_SIZES: bytes of each upload, by field name (phase 2). */
export const FILES_SIZES: Variable = collection((facts) =>
  facts.files.map((file) => new Entry(file.field, String(file.content.length))),
);
