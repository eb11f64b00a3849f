import { Entry } from '../transaction/entry.ts';
import { collection, type Variable } from './variable.ts';

/** FILES: file names of uploads, by field name (phase 2). */
export const FILES: Variable = collection((facts) => facts.files.map((file) => new Entry(file.field, file.filename)));
