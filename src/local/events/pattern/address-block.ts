import { BlockList, isIP } from 'node:net';
import { invalidPattern } from './invalid-pattern.ts';

/** Whether a text is an address of a block such as `10.0.0.0/8` or `2001:db8::/32`. */
export function parseAddressBlock(text: string): (address: string) => boolean {
  const [network = '', bits = '', ...more] = text.split('/');
  if (bits === '' || more.length > 0) throw invalidPattern("Malformed CIDR, one '/' required");
  const version = isIP(network);
  if (version === 0) throw invalidPattern(`Nonstandard IP address: ${network}`);
  const bitsMax = version === 4 ? 32 : 128;
  if (!/^\d{1,3}$/.test(bits)) throw invalidPattern('Malformed CIDR, mask bits must be an integer');
  if (Number(bits) > bitsMax) throw invalidPattern(`Malformed CIDR, mask bits must be at most ${bitsMax}`);
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(network, Number(bits), family);
  return (address) => isIP(address) === version && block.check(address, family);
}
