import { parseAllDocuments } from 'yaml';
import { LIMITS } from '../limits.ts';
import { isMap, type YamlMap } from './detection.ts';

/** One document of a file: its content, or why it is none. */
export type YamlDocument = { readonly value: unknown } | { readonly fault: string };

/**
 * The YAML documents of a text (YAML 1.2 core schema). A broken document does not stop the others. `action: global`
 * documents (Sigma 1 collections) are merged into those that follow, until `action: reset`.
 */
export function readDocuments(text: string): YamlDocument[] {
  const parsed = parseAllDocuments(text, { prettyErrors: false, logLevel: 'silent', stringKeys: true });
  const documents = Array.isArray(parsed) ? parsed : [];
  const found: YamlDocument[] = [];
  let base: YamlMap = {};
  for (const document of documents.slice(0, LIMITS.documentsPerFile)) {
    const error = document.errors[0];
    if (error !== undefined) {
      found.push({ fault: error.message });
      continue;
    }
    const value = toPlain(document);
    if ('fault' in value || !isMap(value.value)) {
      if ('fault' in value || value.value !== null) found.push(value);
      continue;
    }
    const { action, ...rest } = value.value;
    if (action === 'global') base = merge(base, rest);
    else if (action === 'reset') base = {};
    else found.push({ value: Object.keys(base).length === 0 ? value.value : merge(base, rest) });
  }
  if (documents.length > LIMITS.documentsPerFile)
    found.push({ fault: `more than ${LIMITS.documentsPerFile} documents in one file` });
  return found;
}

/** Aliases are resolved here and limited by the YAML library (a hundred), so that no document can grow without end. */
function toPlain(document: { toJS: () => unknown }): YamlDocument {
  try {
    return { value: document.toJS() };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

function merge(base: YamlMap, over: YamlMap): YamlMap {
  const merged: { [key: string]: unknown } = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isMap(below) && isMap(value) ? merge(below, value) : value;
  }
  return merged;
}
