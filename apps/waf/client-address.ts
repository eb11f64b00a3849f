import { isIP } from 'node:net';
import type { AddressSet } from './addresses.ts';
import { type Field, tokensOf } from './http/head.ts';

/**
 * The client's address: the connection's other end, or where that is a trusted hop the nearest address in
 * X-Forwarded-For that is not one. What an untrusted client writes into the field is never believed.
 */
export function clientAddress(peer: string, headers: readonly Field[], trusted: AddressSet): string {
  if (!trusted.has(peer)) return peer;
  const hops = tokensOf(headers, 'x-forwarded-for');
  for (let index = hops.length - 1; index >= 0; index--) {
    const hop = hops[index]?.replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1') ?? '';
    if (isIP(hop) === 0) return peer;
    if (!trusted.has(hop)) return hop;
  }
  return peer;
}
