import { isUtf8 } from 'node:buffer';

/** WHATWG's `euc-kr` is Windows code page 949, in which Korean systems without UTF-8 write their logs. */
const CP949 = new TextDecoder('euc-kr', { fatal: true });

/**
 * Text of bytes whose encoding nobody said: UTF-8 where it is, else CP949 where it is, else UTF-8 with U+FFFD for what
 * cannot be read.
 */
export function decodeText(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  try {
    return CP949.decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}

/** The lines of a body, each in its own encoding: without line ends, and without empty ones. */
export function linesOf(bytes: Buffer): string[] {
  if (isUtf8(bytes)) return bytes.toString('utf8').split(/\r?\n/).filter(isNotBlank);
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(10, start);
    const end = newline === -1 ? bytes.length : newline;
    const line = decodeText(bytes.subarray(start, bytes[end - 1] === 13 ? end - 1 : end));
    if (isNotBlank(line)) lines.push(line);
    start = end + 1;
  }
  return lines;
}

function isNotBlank(line: string): boolean {
  return /\S/.test(line);
}
