const TEXT_UNSAFE = /[&<>\u0000-\u0008\u000b-\u001f\ufffe\uffff\ud800-\udfff]/;
const ATTRIBUTE_UNSAFE = /[&<>"\u0000-\u001f\ufffe\uffff\ud800-\udfff]/;
const UNSAFE = /[&<>"\u0000-\u001f\ufffe\uffff]|\p{Surrogate}/gu;
const NAME_UNSAFE = /^[^\p{L}_:]|[^\p{L}\p{N}_:.·-]/gu;

const TEXT_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '"',
  '\t': '\t',
  '\n': '\n',
  '\r': '&#13;',
};

const ATTRIBUTE_ESCAPES: Readonly<Record<string, string>> = {
  ...TEXT_ESCAPES,
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
};

/** What XML 1.0 cannot hold at all (zero and other control characters, half surrogates) becomes U+FFFD. */
const REPLACEMENT = '\ufffd';

/** Text between tags: `&`, `<`, `>` escaped; what XML cannot hold replaced, so that the document stays well-formed. */
export function escapeText(text: string): string {
  if (!TEXT_UNSAFE.test(text)) return text;
  return text.replace(UNSAFE, (found) => TEXT_ESCAPES[found] ?? REPLACEMENT);
}

/** Text of an attribute in double quotes: line ends and tabs escaped too, or a parser would turn them into spaces. */
export function escapeAttribute(text: string): string {
  if (!ATTRIBUTE_UNSAFE.test(text)) return text;
  return text.replace(UNSAFE, (found) => ATTRIBUTE_ESCAPES[found] ?? REPLACEMENT);
}

/** A name that XML allows: other characters become `_`, so that no name in a file can open a tag. */
export function xmlName(name: string): string {
  return name === '' ? '_' : name.replace(NAME_UNSAFE, '_');
}
