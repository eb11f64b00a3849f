/** Characters that one template may come to. */
const MOST = 16_777_216;

const PIPED = /\{\{-?\s*"((?:[^"\\]|\\.)*)"\s*\|\s*repeat\s+(\d{1,9})\s*-?\}\}/g;
const CALLED = /\{\{-?\s*repeat\s+(\d{1,9})\s+"((?:[^"\\]|\\.)*)"\s*-?\}\}/g;

/**
 * The `repeat` function of go-ftw's templates (Go text/template with sprig), which is what tests of size limits use:
 * `{{ "1" | repeat 64200 }}`. Any other template is left as it stands.
 *
 * Arguments: the data of a stage. Returns: the data with its repetitions written out.
 */
export function expandTemplate(data: string): string {
  if (!data.includes('{{')) return data;
  return data
    .replace(PIPED, (whole, text: string, count: string) => repeated(whole, text, Number(count)))
    .replace(CALLED, (whole, count: string, text: string) => repeated(whole, text, Number(count)));
}

function repeated(whole: string, quoted: string, count: number): string {
  const text = quoted.replace(/\\(["\\])/g, '$1');
  return text.length * count > MOST ? whole : text.repeat(count);
}
