import { inNetworks } from './ipMatch.ts';
import type { BoundTest, Operator } from './operator.ts';
import { linesOf } from './pmFromFile.ts';

/**
 * @ipMatchFromFile (alias @ipMatchF): @ipMatch with one network a line from data files.
 *
 * Arguments: file names parted by white space. Returns: whether the value is an address in one of the networks.
 * @example ipMatchFromFile.bind('blocked.data', resources).test('192.0.2.7')
 */
export const ipMatchFromFile: Operator = {
  macros: false,
  bind(argument, resources): BoundTest {
    const names = argument.split(/[\t-\r ]+/).filter((name) => name !== '');
    return inNetworks(names.flatMap((name) => linesOf(name, resources.dataFile(name))));
  },
};
