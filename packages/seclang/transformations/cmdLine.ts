/**
 * cmdLine: undoes what shells ignore. Deletes `\ " ' ^`, turns `,`, `;` and white space into one space, deletes a space
 * before `/` and `(`, and lower-cases.
 *
 * Arguments: a value. Returns: the plain command line.
 * @example cmdLine('C^OMMAND /C DIR') // 'command/c dir'
 */
export function cmdLine(value: string): string {
  if (!/[\\"'^,;\s(/A-Z]/.test(value)) return value;
  return value
    .replace(/["'\\^]+/g, '')
    .replace(/[ ,;\t\r\n]+/g, ' ')
    .replace(/ (?=[/(])/g, '')
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
