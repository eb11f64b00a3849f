import { MULTIPART_PART_HEADERS, MULTIPART_PARTS } from '../limits.ts';
import { boundaryOf, parseDisposition } from './multipart-headers.ts';

/** What is unusual about a multipart body: the MULTIPART_* variables of SecLang. */
export interface MultipartFlags {
  boundaryQuoted: boolean;
  boundaryWhitespace: boolean;
  dataBefore: boolean;
  dataAfter: boolean;
  headerFolding: boolean;
  invalidHeaderFolding: boolean;
  lfLine: boolean;
  crlfLfLines: boolean;
  missingSemicolon: boolean;
  invalidQuoting: boolean;
  invalidPart: boolean;
  fileLimitExceeded: boolean;
  unmatchedBoundary: boolean;
}

/** One part, with its header lines as they were sent (folded lines joined). */
interface Part {
  readonly name: string;
  readonly filename?: string;
  readonly headers: readonly string[];
  readonly content: string;
}

export interface MultipartBody {
  readonly parts: readonly Part[];
  readonly flags: MultipartFlags;
  readonly error?: string;
}

/**
 * Splits a `multipart/form-data` body (RFC 7578, RFC 2046) of bytes into its parts. It is strict: each deviation sets a
 * flag or an error, so that a rule can refuse what a backend might read differently; what can be read is read all the
 * same.
 */
export function parseMultipart(contentType: string, body: string): MultipartBody {
  const parser = new MultipartParser(body);
  parser.run(contentType);
  return parser.error === undefined
    ? { parts: parser.parts, flags: parser.flags }
    : { parts: parser.parts, flags: parser.flags, error: parser.error };
}

class MultipartParser {
  readonly parts: Part[] = [];
  readonly flags: MultipartFlags = {
    boundaryQuoted: false,
    boundaryWhitespace: false,
    dataBefore: false,
    dataAfter: false,
    headerFolding: false,
    invalidHeaderFolding: false,
    lfLine: false,
    crlfLfLines: false,
    missingSemicolon: false,
    invalidQuoting: false,
    invalidPart: false,
    fileLimitExceeded: false,
    unmatchedBoundary: false,
  };
  error: string | undefined;
  readonly #body: string;
  #at = 0;
  #sawCrlf = false;

  constructor(body: string) {
    this.#body = body;
  }

  run(contentType: string): void {
    const { boundary, quoted, whitespace, error } = boundaryOf(contentType);
    this.flags.boundaryQuoted = quoted;
    this.flags.boundaryWhitespace = whitespace;
    if (boundary === undefined) {
      this.#fail(error!);
      return;
    }
    const mark = `--${boundary}`;
    if (!this.#preamble(mark)) {
      this.#fail('Multipart: Final boundary missing.');
      return;
    }
    while (this.parts.length < MULTIPART_PARTS) {
      const headers = this.#headers();
      const end = this.#contentEnd(mark);
      this.#addPart(headers, this.#body.slice(this.#at, end.content));
      this.#at = end.after;
      if (end.kind === 'part') continue;
      if (end.kind === 'missing') this.#fail('Multipart: Final boundary missing.');
      else if (/[^\r\n]/.test(this.#body.slice(this.#at))) this.flags.dataAfter = true;
      if (this.flags.lfLine && this.#sawCrlf) this.flags.crlfLfLines = true;
      return;
    }
    this.flags.fileLimitExceeded = true;
    this.#fail(`Multipart: More than ${MULTIPART_PARTS} parts.`);
  }

  #fail(message: string): void {
    this.error ??= message;
  }

  /** Passes over everything before the first boundary line; answers whether there is one that opens a part. */
  #preamble(mark: string): boolean {
    if (!this.#body.startsWith(mark)) {
      const first = this.#body.indexOf('\n' + mark);
      if (first < 0) return false;
      this.flags.dataBefore = /[^\r\n]/.test(this.#body.slice(0, first));
      this.#at = first + 1;
    }
    const line = this.#line(this.#at);
    this.#at = line.next;
    return line.text.slice(mark.length).trimEnd() === '';
  }

  /** The line at an offset, without its end; notes which kinds of line ends occur. */
  #line(from: number): { text: string; next: number } {
    const end = this.#body.indexOf('\n', from);
    if (end < 0) return { text: this.#body.slice(from), next: this.#body.length };
    const crlf = this.#body[end - 1] === '\r' && end > from;
    if (crlf) this.#sawCrlf = true;
    else this.flags.lfLine = true;
    return { text: this.#body.slice(from, crlf ? end - 1 : end), next: end + 1 };
  }

  #headers(): string[] {
    const headers: string[] = [];
    while (this.#at < this.#body.length) {
      const line = this.#line(this.#at);
      this.#at = line.next;
      if (line.text === '') return headers;
      if (/^[\t ]/.test(line.text)) {
        if (headers.length === 0) {
          this.flags.invalidHeaderFolding = true;
          this.#fail('Multipart: Invalid part header (folding error).');
          continue;
        }
        this.flags.headerFolding = true;
        // RFC 2047 allows one white space only; anything else may hide a name from a backend.
        if (/^(?:[\t ]{2}|\t)/.test(line.text)) this.flags.invalidHeaderFolding = true;
        headers[headers.length - 1] += line.text;
      } else if (headers.length >= MULTIPART_PART_HEADERS) this.#fail('Multipart: Too many headers in a part.');
      else headers.push(line.text);
    }
    return headers;
  }

  /** Where the content ends: at the line break before the next boundary, or at the end of the body. */
  #contentEnd(mark: string): { content: number; after: number; kind: 'part' | 'final' | 'missing' } {
    // The line break before the boundary may be the one that closed the headers of an empty part.
    let from = Math.max(0, this.#at - 1);
    for (;;) {
      const found = this.#body.indexOf('\n' + mark, from);
      if (found < 0) return { content: this.#body.length, after: this.#body.length, kind: 'missing' };
      const line = this.#line(found + 1);
      const rest = line.text.slice(mark.length);
      const content = Math.max(this.#at, this.#body[found - 1] === '\r' ? found - 1 : found);
      if (this.#body[found - 1] !== '\r') this.flags.lfLine = true;
      if (rest.trimEnd() === '') return { content, after: line.next, kind: 'part' };
      if (rest.startsWith('--')) {
        if (rest.slice(2).trimEnd() !== '') this.flags.dataAfter = true;
        return { content, after: line.next, kind: 'final' };
      }
      // A longer line that starts like the boundary: content here, perhaps a boundary elsewhere.
      this.flags.unmatchedBoundary = true;
      from = found + 1;
    }
  }

  #addPart(headers: readonly string[], content: string): void {
    let disposition: ReturnType<typeof parseDisposition> | undefined;
    for (const header of headers) {
      const colon = header.indexOf(':');
      const name = colon < 0 ? header : header.slice(0, colon);
      if (colon < 0) this.#invalid('Multipart: Invalid part header (colon missing).');
      else if (name === '') this.#invalid('Multipart: Invalid part header (header name missing).');
      else if (/[^!-9;-~]/.test(name)) this.#invalid('Multipart: Invalid part header (contains invalid character).');
      if (!/^content-disposition$/i.test(name)) continue;
      if (disposition !== undefined) this.#invalid('Multipart: Duplicate part header: content-disposition.');
      else disposition = parseDisposition(header.slice(colon + 1).trim());
    }
    if (disposition === undefined) this.#invalid('Multipart: Part missing Content-Disposition header.');
    else {
      if (disposition.missingSemicolon) this.flags.missingSemicolon = true;
      if (disposition.invalidQuoting) this.flags.invalidQuoting = true;
      if (disposition.error !== undefined) this.#invalid(disposition.error);
    }
    const filename = disposition?.filename;
    const part = { name: disposition?.name ?? '', headers, content };
    this.parts.push(filename === undefined ? part : { ...part, filename });
  }

  #invalid(message: string): void {
    this.flags.invalidPart = true;
    this.#fail(message);
  }
}
