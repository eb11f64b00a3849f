import { BlockList, isIP } from 'node:net';
import { UNKNOWN } from '../prefilter/necessary.ts';
import { type BoundTest, type Operator, OperatorRefusal } from './operator.ts';

/**
 * @ipMatch: whether the value is an address in one of the given networks.
 *
 * Arguments: IPv4 or IPv6 addresses, with or without prefix length, parted by commas. Returns: whether one holds it.
 * @example ipMatch.bind('10.0.0.0/8,::1', resources).test('10.1.2.3') // true
 */
export const ipMatch: Operator = {
  macros: false,
  bind: (argument): BoundTest => inNetworks(argument.split(',')),
};

/** A test for membership in any of the networks; throws `OperatorRefusal` for one that is malformed. */
export function inNetworks(networks: readonly string[]): BoundTest {
  const list = new BlockList();
  for (const network of networks) addNetwork(list, network.trim());
  return {
    necessary: UNKNOWN,
    test(value) {
      const family = isIP(value);
      return family !== 0 && list.check(value, family === 4 ? 'ipv4' : 'ipv6');
    },
  };
}

function addNetwork(list: BlockList, network: string): void {
  const [address = '', length] = network.split('/');
  const family = isIP(address);
  const bits = family === 4 ? 32 : 128;
  const prefix = length === undefined ? bits : /^[0-9]{1,3}$/.test(length) ? Number(length) : Number.NaN;
  if (family === 0 || !(prefix <= bits)) throw new OperatorRefusal(`'${network}' is not an address or network`);
  if (prefix === 0) {
    // BlockList takes no zero prefix: two halves are the whole.
    list.addSubnet(family === 4 ? '0.0.0.0' : '::', 1, family === 4 ? 'ipv4' : 'ipv6');
    list.addSubnet(family === 4 ? '128.0.0.0' : '8000::', 1, family === 4 ? 'ipv4' : 'ipv6');
    return;
  }
  list.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6');
}
