import { Entry } from '../transaction/entry.ts';
import { collection, type Variable } from './variable.ts';

/** FILES_TMP_CONTENT: content of uploads, by field name (phase 2). */
export const FILES_TMP_CONTENT: Variable = collection((facts) =>
  facts.files.map((file) => new Entry(file.field, file.content)),
);
