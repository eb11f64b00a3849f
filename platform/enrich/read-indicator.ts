import ipaddr from 'ipaddr.js';
import type { Indicator } from './indicator.ts';

const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/;
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$/;

/**
 * Reads an indicator from text as people write it, defanged or not (`hxxp://evil[.]example`).
 *
 * @returns `undefined` for what is none
 */
export function readIndicator(text: string): Indicator | undefined {
  const plain = text
    .trim()
    .replaceAll(/\[\.\]|\(\.\)|\[dot\]/gi, '.')
    .replace(/^hxxp/i, 'http')
    .replace('[:]', ':');
  const lower = plain.toLowerCase();
  if (HASH.test(lower)) return { type: 'file', value: lower };
  if (/^https?:\/\/[^\s/]+/i.test(plain)) return plain.length <= 2_048 ? { type: 'url', value: plain } : undefined;
  const address = readAddress(lower);
  if (address !== undefined) return address;
  const domain = lower.replace(/^\*?\./, '').replace(/\.$/, '');
  return DOMAIN.test(domain) ? { type: 'domain-name', value: domain } : undefined;
}

function readAddress(text: string): Indicator | undefined {
  const [address = '', bits] = text.split('/');
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return undefined;
  const parsed = ipaddr.process(address);
  const type = parsed.kind() === 'ipv4' ? 'ipv4-addr' : 'ipv6-addr';
  const most = parsed.kind() === 'ipv4' ? 32 : 128;
  if (bits === undefined) return { type, value: parsed.toString() };
  const length = /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  // A list that calls a sixteenth of the world bad would call every event bad.
  if (!(length >= (most === 32 ? 8 : 16) && length <= most)) return undefined;
  return { type, value: length === most ? parsed.toString() : `${parsed.toString()}/${length}` };
}
