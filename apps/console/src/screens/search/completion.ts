interface Field {
  readonly name: string;
  readonly type: string;
}

const WORD = /[\w.@-]*$/;
const MAX_OPTIONS = 8;

/** Fields whose name goes on from the word before the caret; none inside quotes or where a value is being written. */
export function suggestions(text: string, caret: number, fields: readonly Field[]): Field[] {
  const before = text.slice(0, caret);
  const word = WORD.exec(before)?.[0] ?? '';
  const quotes = before.replace(/\\./g, '').split('"').length - 1;
  if (word === '' || quotes % 2 === 1 || before.at(-word.length - 1) === ':') return [];
  const lower = word.toLowerCase();
  const starts = fields.filter(({ name }) => name.toLowerCase().startsWith(lower) && name !== word);
  const holds = fields.filter(({ name }) => !starts.some((each) => each.name === name) && name.includes(`.${lower}`));
  return [...starts, ...holds].slice(0, MAX_OPTIONS);
}

/** The text with the word before the caret replaced by `name:`, and where the caret then stands. */
export function complete(text: string, caret: number, name: string): { readonly text: string; readonly caret: number } {
  const before = text.slice(0, caret).replace(WORD, `${name}:`);
  return { text: before + text.slice(caret).replace(/^:/, ''), caret: before.length };
}
