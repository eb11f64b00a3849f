/** Longest label set read, characters; Loki itself refuses more than a few thousand. */
const MAX_CHARS = 64 * 1024;

const LABEL = /\s*([A-Za-z_][A-Za-z0-9_.:/-]*)\s*=\s*("(?:[^"\\]|\\.)*"|`[^`]*`)\s*(,|\})/y;

/** The end behind a last comma. */
const TRAILING = /\s*\}$/y;

/** Reads a label set as Prometheus writes it: `{job="sshd", host="web-1"}`; `undefined` when it is none. */
export function readLabels(text: string): Map<string, string> | undefined {
  const trimmed = text.trim();
  if (trimmed.length > MAX_CHARS || !trimmed.startsWith('{')) return undefined;
  const labels = new Map<string, string>();
  if (/^\{\s*\}$/.test(trimmed)) return labels;
  let position = 1;
  while (position < trimmed.length) {
    LABEL.lastIndex = position;
    const [whole, name, quoted, end] = LABEL.exec(trimmed) ?? [];
    if (whole === undefined || name === undefined || quoted === undefined) return undefined;
    const value = unquote(quoted);
    if (value === undefined) return undefined;
    labels.set(name, value);
    position += whole.length;
    if (end === '}') return position === trimmed.length ? labels : undefined;
    TRAILING.lastIndex = position;
    if (TRAILING.test(trimmed)) return labels;
  }
  return undefined;
}

/** Go's quoting is JSON's, but for `\x41`, `\a` and their like. */
function unquote(quoted: string): string | undefined {
  if (quoted.startsWith('`')) return quoted.slice(1, -1);
  const asJson = quoted.replace(/\\(?:x([0-9a-fA-F]{2})|([av'0]))/g, (_all, hex?: string) => `\\u00${hex ?? '20'}`);
  try {
    return JSON.parse(asJson) as string;
  } catch {
    return undefined;
  }
}
