/**
 * removeCommentsChar: deletes the marks of comments and keeps what they enclose: `/* *\/ <!-- --> -- #`.
 *
 * Arguments: a value. Returns: the value without marks.
 * @example removeCommentsChar('se/**\/lect') // 'select'
 */
export function removeCommentsChar(value: string): string {
  return value.replace(/\/\*|\*\/|<!--|-->|--|#/g, '');
}
