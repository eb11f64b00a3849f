import { RuleFault } from '../errors.ts';
import type { PatternPart } from '../model.ts';
import { hasWildcard, plainText } from './pattern.ts';

/**
 * Bytes of a value on their way to Base64. Text is UTF-8 until a UTF-16 modifier changes it; the bytes are then kept
 * one per character, so that `wide|base64offset|contains` encodes exactly what a Windows program would have written.
 */
export type Encoding = 'utf16le' | 'utf16be' | 'utf16';

/** `utf16le` (`wide`), `utf16be`, `utf16` (little endian behind a byte order mark), as one character per byte. */
export function utf16(parts: readonly PatternPart[], encoding: Encoding): PatternPart[] {
  const encoded = parts.map((part) => (typeof part === 'string' ? bytesAsText(part, encoding) : part));
  return encoding === 'utf16' ? ['\xff\xfe', ...encoded] : encoded;
}

function bytesAsText(text: string, encoding: Encoding): string {
  const bytes = Buffer.from(text, 'utf16le');
  return (encoding === 'utf16be' ? bytes.swap16() : bytes).toString('latin1');
}

/** `base64`: the value as Base64 with padding. `bytes` tells that the characters already are bytes. */
export function base64(parts: readonly PatternPart[], bytes: boolean): string {
  return encodable(parts, bytes).toString('base64');
}

/**
 * `base64offset`: the part of the Base64 text that stays the same at each of the three offsets a value may have in the
 * encoded whole (modifiers appendix, "Encoding").
 */
export function base64Offsets(parts: readonly PatternPart[], bytes: boolean): string[] {
  const value = encodable(parts, bytes);
  return [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset, 0x20), value]).toString('base64');
    const start = [0, 2, 3][offset]!;
    const cut = [0, 3, 2][(value.length + offset) % 3]!;
    return text.slice(start, cut === 0 ? undefined : -cut);
  });
}

function encodable(parts: readonly PatternPart[], bytes: boolean): Buffer {
  if (hasWildcard(parts)) throw new RuleFault('invalid_modifier', 'Base64 of a value with wildcards is not defined');
  return Buffer.from(plainText(parts), bytes ? 'latin1' : 'utf8');
}
