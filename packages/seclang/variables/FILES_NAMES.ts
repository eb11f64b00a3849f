import { Entry } from '../transaction/entry.ts';
import { collection, type Variable } from './variable.ts';

/** FILES_NAMES: field names of uploads (phase 2). */
export const FILES_NAMES: Variable = collection((facts) =>
  facts.files.map((file) => new Entry(file.field, file.field)),
);
