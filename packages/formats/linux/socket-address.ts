import { canonicalIp } from '../event/address.ts';

/** A `struct sockaddr` as SOCKADDR records carry it in hex (`saddr=`): address and port, or the path of a UNIX socket. */
export function readSocketAddress(hex: string): { ip?: string; port?: number; path?: string } | undefined {
  if (!/^[0-9A-Fa-f]{8,256}$/.test(hex)) return undefined;
  const bytes = Buffer.from(hex, 'hex');
  // The family is in host order and every platform auditd runs on today is little-endian.
  const family = bytes.readUInt16LE(0);
  if (family === 1) {
    const end = bytes.indexOf(0, 3);
    return { path: bytes.toString('utf8', bytes[2] === 0 ? 3 : 2, end < 0 ? bytes.length : end) };
  }
  if (family === 2 && bytes.length >= 8) {
    return { ip: bytes.subarray(4, 8).join('.'), port: bytes.readUInt16BE(2) };
  }
  if (family === 10 && bytes.length >= 24) {
    const words: string[] = [];
    for (let at = 8; at < 24; at += 2) words.push(bytes.readUInt16BE(at).toString(16));
    const ip = canonicalIp(words.join(':'));
    return ip === undefined ? undefined : { ip, port: bytes.readUInt16BE(2) };
  }
  return undefined;
}
