import { type BoundTest, type Operator, OperatorRefusal } from './operator.ts';
import { anyPhrase } from './phrases.ts';

/**
 * @pmFromFile (alias @pmf): @pm with one phrase a line from data files. Empty lines and lines that start with `#` are
 * passed over.
 *
 * Arguments: file names parted by white space, beside the rule file. Returns: whether a phrase occurs; the first found
 * is the capture.
 * @example pmFromFile.bind('scanners.data', resources).test('Mozilla Nikto/2') // true where the file names nikto
 */
export const pmFromFile: Operator = {
  macros: false,
  bind(argument, resources): BoundTest {
    const names = argument.split(/[\t-\r ]+/).filter((name) => name !== '');
    if (names.length === 0) throw new OperatorRefusal('@pmFromFile needs a file name');
    return anyPhrase(names.flatMap((name) => linesOf(name, resources.dataFile(name))));
  },
};

/** The entries of a data file. */
export function linesOf(name: string, content: string | undefined): string[] {
  if (content === undefined) throw new OperatorRefusal(`data file ${name} cannot be read`);
  return content
    .split('\n')
    .map((line) => line.replace(/^[\t-\r ]+|[\t-\r ]+$/g, ''))
    .filter((line) => line !== '' && !line.startsWith('#'));
}
