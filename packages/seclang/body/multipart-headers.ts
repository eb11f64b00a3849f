/** The boundary of a `multipart/form-data` content type, or why there is none to use. */
export interface Boundary {
  readonly boundary?: string;
  readonly quoted: boolean;
  readonly whitespace: boolean;
  readonly error?: string;
}

/** Reads the boundary parameter (RFC 2046, section 5.1.1) strictly: exactly one, of allowed characters, 1–70 long. */
export function boundaryOf(contentType: string): Boundary {
  const found = [...contentType.matchAll(/boundary[\t ]*=/gi)];
  const none = { quoted: false, whitespace: false };
  if (found.length === 0) return { ...none, error: 'Multipart: Boundary not found in C-T.' };
  if (found.length > 1) return { ...none, error: 'Multipart: Multiple boundary parameters in C-T.' };
  const parameter = contentType.slice(found[0]!.index);
  const form = /^boundary([\t ]*)=([\t ]*)(?:"([^"]*)"|([^\t ;,"]*))([\t ]*)(.*)$/is.exec(parameter);
  if (form === null) return { ...none, error: 'Multipart: Invalid boundary in C-T (malformed).' };
  const [, before, after, quotedText, plain, , rest] = form;
  const boundary = quotedText ?? plain!;
  const quoted = quotedText !== undefined;
  const whitespace = before !== '' || after !== '' || /[\t ]/.test(boundary);
  if (rest !== '' && !/^[;,]/.test(rest!))
    return { quoted, whitespace, error: 'Multipart: Invalid boundary in C-T (malformed).' };
  if (boundary === '') return { quoted, whitespace, error: 'Multipart: Invalid boundary in C-T (empty).' };
  if (boundary.length > 70) return { quoted, whitespace, error: 'Multipart: Invalid boundary in C-T (length).' };
  if (!/^[0-9A-Za-z'()+_,\-./:=? ]+$/.test(boundary))
    return { quoted, whitespace, error: 'Multipart: Invalid boundary in C-T (characters).' };
  return { boundary, quoted, whitespace };
}

/** What a part's Content-Disposition says. */
export interface Disposition {
  readonly name?: string;
  readonly filename?: string;
  readonly missingSemicolon: boolean;
  readonly invalidQuoting: boolean;
  readonly error?: string;
}

/** Reads `form-data; name="…"; filename="…"` (RFC 7578, section 4.2), with every deviation noted. */
export function parseDisposition(value: string): Disposition {
  const flags = { missingSemicolon: false, invalidQuoting: false };
  const fail = (error: string): Disposition => ({
    ...flags,
    error: `Multipart: Invalid Content-Disposition header (${error}).`,
  });
  if (!/^form-data(?![0-9A-Za-z_-])/i.test(value)) return fail('not form-data');
  let name: string | undefined;
  let filename: string | undefined;
  let at = 'form-data'.length;
  while (at < value.length) {
    const gap = /^[\t ]*(;?)[\t ]*/.exec(value.slice(at))!;
    at += gap[0].length;
    if (at >= value.length) break;
    if (gap[1] === '') flags.missingSemicolon = true;
    const parameter = /^([^\t =;]+)[\t ]*=[\t ]*/.exec(value.slice(at));
    if (parameter === null) return fail('parameter without value');
    at += parameter[0].length;
    const read = parameterValue(value, at);
    at = read.next;
    if (read.invalidQuoting) flags.invalidQuoting = true;
    const key = parameter[1]!.toLowerCase();
    if (key === 'name') {
      if (name !== undefined) return { ...fail('duplicate name'), name };
      name = read.value;
    } else if (key === 'filename' || key === 'filename*') {
      if (filename !== undefined)
        return { ...fail('duplicate filename'), ...(name === undefined ? {} : { name }), filename };
      filename = read.value;
    }
  }
  return {
    ...flags,
    ...(name === undefined ? { error: 'Multipart: Content-Disposition header missing name field.' } : { name }),
    ...(filename === undefined ? {} : { filename }),
  };
}

function parameterValue(value: string, start: number): { value: string; next: number; invalidQuoting: boolean } {
  if (value[start] !== '"') {
    const plain = /^[^\t ;]*/.exec(value.slice(start))![0];
    return { value: plain, next: start + plain.length, invalidQuoting: plain.includes("'") || plain.includes('"') };
  }
  let out = '';
  let at = start + 1;
  for (; at < value.length && value[at] !== '"'; at++) {
    // Only a quote and a backslash can be escaped; browsers leave other backslashes alone (Windows paths).
    if (value[at] === '\\' && (value[at + 1] === '"' || value[at + 1] === '\\')) at++;
    out += value[at];
  }
  const closed = at < value.length;
  const next = closed ? at + 1 : at;
  return { value: out, next, invalidQuoting: !closed || out.includes("'") };
}
