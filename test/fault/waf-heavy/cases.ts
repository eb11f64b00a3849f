/** A request that costs its sender little and its reader much. */
export interface HeavyCase {
  readonly name: string;
  /** Request target; `/` where it says nothing. */
  readonly target?: string;
  readonly type?: string;
  readonly fields?: string;
  readonly body?: Buffer;
  /** Sent in chunks of so many bytes instead of by length. */
  readonly chunk?: number;
}

const FORM = 'application/x-www-form-urlencoded';
const MB = 1_048_576;
const filled = (text: string, bytes: number): string => text.repeat(Math.ceil(bytes / text.length)).slice(0, bytes);
const form = (name: string, text: string, bytes: number): HeavyCase => ({
  name,
  type: FORM,
  body: Buffer.from(`q=${filled(text, bytes)}`, 'latin1'),
});

/** Just below the limit of a body without files, so that every rule sees it. */
const WHOLE = MB - 4_096;

export const HEAVY: readonly HeavyCase[] = [
  { name: 'form in chunks of a byte', type: FORM, chunk: 1, body: Buffer.alloc(3 * MB, 'a') },
  { name: 'text in chunks of a byte', type: 'application/octet-stream', chunk: 1, body: Buffer.alloc(3 * MB, 'a') },
  { name: 'million arguments', type: FORM, body: Buffer.from(filled('a&', 12 * MB)) },
  { name: 'thousand long arguments', type: FORM, body: Buffer.from(filled(`a=${'b'.repeat(1_020)}&`, WHOLE)) },
  { name: 'JSON: long name over many values', ...json(`{"${'n'.repeat(11 * MB)}":[${'1,'.repeat(999)}1]}`) },
  { name: 'JSON: long names within each other', ...json(nested(400, 2_400)) },
  { name: 'JSON: many empty objects', ...json(`[${filled('{},', 12 * MB)}{}]`) },
  { name: 'JSON: one long escaped text', ...json(`"${filled('\\u0041', WHOLE - (WHOLE % 6))}"`) },
  { name: 'JSON: deep', ...json('['.repeat(12 * MB)) },
  { name: 'XML: many elements', ...xml(`<a>${filled('<b/>', 12 * MB)}</a>`) },
  { name: 'XML: many attributes', ...xml(`<a ${attributes(60_000)}>x</a>`) },
  { name: 'XML: long text below many elements', ...xml(`${'<a>'.repeat(900)}${filled('x y ', WHOLE / 2)}`) },
  { name: 'XML: text and elements in turn', ...xml(`<a>${filled('x<b>y</b>', WHOLE - 100)}</a>`) },
  { name: 'multipart: many parts', ...parts('--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nv\r\n') },
  { name: 'multipart: no boundary is one', ...parts('\n--bb', '--b\r\n\r\n') },
  { name: 'multipart: one long header', ...parts('a', '--b\r\nContent-Disposition: form-data; name=') },
  { name: 'multipart: folded header', ...parts('\r\n a', '--b\r\nContent-Disposition: form-data; name=x') },
  { name: 'multipart: spaces after a boundary', ...parts(' ', '--b\r\n\r\nx\r\n--b') },
  form('one long argument', 'b', WHOLE),
  form('percent signs', '%', WHOLE),
  form('doubly encoded', '%2525', WHOLE - 2),
  form('quotes', "'", WHOLE),
  form('comments', '/*', WHOLE),
  form('dashes', '--', WHOLE),
  form('parentheses', '(', WHOLE),
  form('words of SQL', 'select union ', WHOLE),
  form('numbers and operators', '1+', WHOLE),
  form('tags', '<a ', WHOLE),
  form('open tags', '<', WHOLE),
  form('attributes of a tag', '<a b=', WHOLE),
  form('entities', '&#x3c;'.replaceAll('&', '%26'), WHOLE),
  form('dots and slashes', '../', WHOLE),
  form('backslashes', '\\', WHOLE),
  form('escapes of JavaScript', '\\u0061', WHOLE),
  form('shell variables', '$' + '{a', WHOLE),
  form('words', 'a b_c.d-e ', WHOLE),
  form('base64', 'QUJDRA', WHOLE),
  form('line ends', '%0a', WHOLE),
  form('zeros', '%00', WHOLE),
  form('bytes past ASCII', '%f0%9f', WHOLE),
  form('semicolons and words', ';a ', WHOLE),
  form('at signs', 'a@', WHOLE),
  form('addresses', 'http://a.', WHOLE),
  { name: 'cookies', fields: `Cookie: ${filled('a=b;', 60_000)}\r\n` },
  { name: 'fields', fields: `X-A: ${'b'.repeat(290)}\r\n`.repeat(190) },
  { name: 'query', target: `/?${filled('a=%27+or+1&b=<x&', 60_000)}` },
  { name: 'one long query argument', target: `/?a=${filled('%3Cscript', 60_000)}` },
  { name: 'path', target: `/${filled('a/../', 60_000)}` },
];

function json(text: string): Pick<HeavyCase, 'type' | 'body'> {
  return { type: 'application/json', body: Buffer.from(text) };
}

function xml(text: string): Pick<HeavyCase, 'type' | 'body'> {
  return { type: 'text/xml', body: Buffer.from(text) };
}

/** A multipart body of 12 MB: `before` once, then `text` over and over. */
function parts(text: string, before = ''): Pick<HeavyCase, 'type' | 'body'> {
  return { type: 'multipart/form-data; boundary=b', body: Buffer.from(before + filled(text, 12 * MB - before.length)) };
}

function nested(depth: number, nameBytes: number): string {
  const name = 'n'.repeat(nameBytes);
  return `${`{"${name}":`.repeat(depth)}[${'1,'.repeat(900)}1]${'}'.repeat(depth)}`;
}

function attributes(count: number): string {
  return Array.from({ length: count }, (_, index) => `a${index}="v"`).join(' ');
}
