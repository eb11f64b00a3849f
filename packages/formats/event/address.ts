import { isIPv6 } from 'node:net';

/** Whether the text is a dotted IPv4 address, each part 0..255. */
function isIpv4(text: string): boolean {
  const length = text.length;
  if (length < 7 || length > 15) return false;
  let dots = 0;
  let digits = 0;
  let part = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46) {
      if (digits === 0) return false;
      dots += 1;
      digits = 0;
      part = 0;
    } else if (code >= 48 && code <= 57) {
      digits += 1;
      part = part * 10 + code - 48;
      if (digits > 3 || part > 255) return false;
    } else {
      return false;
    }
  }
  return dots === 3 && digits > 0;
}

/**
 * The canonical text of an IP address (RFC 5952 for IPv6; an IPv4-mapped address as IPv4), without brackets and zone;
 * `undefined` when the text is not an address.
 */
export function canonicalIp(text: string): string | undefined {
  if (isIpv4(text)) return text;
  if (text.length < 2 || text.length > 64 || text.indexOf(':') < 0) return undefined;
  let bare = text.charCodeAt(0) === 91 && text.endsWith(']') ? text.slice(1, -1) : text;
  const zone = bare.indexOf('%');
  if (zone >= 0) bare = bare.slice(0, zone);
  if (!isIPv6(bare)) return undefined;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (mapped !== undefined && isIpv4(mapped)) return mapped;
  return new URL(`http://[${bare}]`).hostname.slice(1, -1);
}

/**
 * Splits `address:port`, `[v6]:port` or a bare address.
 *
 * @returns the host text as written without brackets, and the port when there is one of 0..65535.
 */
export function splitAddress(text: string): { host: string; port: number | undefined } {
  if (text.charCodeAt(0) === 91) {
    const end = text.indexOf(']');
    if (end > 0)
      return { host: text.slice(1, end), port: text[end + 1] === ':' ? portOf(text.slice(end + 2)) : undefined };
  }
  const colon = text.lastIndexOf(':');
  if (colon < 0 || text.indexOf(':') !== colon) return { host: text, port: undefined };
  const port = portOf(text.slice(colon + 1));
  return port === undefined ? { host: text, port } : { host: text.slice(0, colon), port };
}

/** A port number 0..65535 from text or number, or `undefined`. */
export function portOf(value: unknown): number | undefined {
  const port =
    typeof value === 'number' ? value : typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : -1;
  return Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : undefined;
}
